// mongosh stands in for MongoDB's shell: it answers the one question that health checks ask, over the real
// protocol. The real shell costs more than a second of CPU each time.
package main

import (
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strings"
	"time"

	"clp-compile-mongod/wire"

	"go.mongodb.org/mongo-driver/v2/bson"
)

const (
	ping    = `db.runCommand("ping").ok`
	timeout = 5 * time.Second
)

func main() {
	if err := run(os.Args[1:], os.Stdin); err != nil {
		fmt.Fprintf(os.Stderr, "mongosh: %v\n", err)
		os.Exit(1)
	}
}

func run(args []string, stdin io.Reader) error {
	address, script := "127.0.0.1:27017", ""
	for i := 0; i < len(args); i++ {
		switch {
		case args[i] == "--quiet":
		case args[i] == "--eval" && i+1 < len(args):
			i++
			script = args[i]
		case strings.HasPrefix(args[i], "-"):
			return fmt.Errorf("unknown option %s", args[i])
		default:
			address = strings.TrimPrefix(args[i], "mongodb://")
			address, _, _ = strings.Cut(address, "/")
		}
	}
	if script == "" {
		read, err := io.ReadAll(stdin)
		if err != nil {
			return err
		}
		script = string(read)
	}
	if asked := strings.ReplaceAll(strings.TrimSpace(script), "'", `"`); asked != ping {
		return fmt.Errorf("this stand-in knows %s alone, not %s", ping, asked)
	}
	if !strings.Contains(address, ":") {
		address += ":27017"
	}

	connection, err := net.DialTimeout("tcp", address, timeout)
	if err != nil {
		return err
	}
	defer connection.Close()
	if err := connection.SetDeadline(time.Now().Add(timeout)); err != nil {
		return err
	}
	request, err := wire.Request(1, bson.D{{Key: "ping", Value: 1}, {Key: "$db", Value: "test"}})
	if err != nil {
		return err
	}
	if _, err := connection.Write(request.Bytes); err != nil {
		return err
	}
	answer, err := wire.Read(connection)
	if err != nil {
		return err
	}
	said, err := answer.Command()
	if err != nil {
		return err
	}
	ok := fmt.Sprint(wire.Get(said, "ok"))
	fmt.Println(ok)
	if ok != "1" {
		return errors.New("the server is not well")
	}
	return nil
}
