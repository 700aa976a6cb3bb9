// CoreDNS with the plugins that a node of the tests needs, and no other: the stock one links the
// development kits of three cloud providers.
package main

import (
	"github.com/coredns/coredns/core/dnsserver"
	"github.com/coredns/coredns/coremain"

	_ "github.com/coredns/coredns/plugin/bind"
	_ "github.com/coredns/coredns/plugin/errors"
	_ "github.com/coredns/coredns/plugin/hosts"
	_ "github.com/coredns/coredns/plugin/kubernetes"
)

func init() {
	// The order in which a query passes the plugins, not that of the configuration.
	dnsserver.Directives = []string{"bind", "errors", "hosts", "kubernetes"}
}

func main() { coremain.Run() }
