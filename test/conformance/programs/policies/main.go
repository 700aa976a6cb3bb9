// judge-policies says which connections NetworkPolicies let through, by cyclonus, with which the makers of networks
// for Kubernetes are tested.
//
// On standard input is {"policies": [NetworkPolicy], "asked": [{"from": PEER, "to": PEER, "port": N, "protocol": "TCP"}]},
// where a peer is {"namespace": …, "labels": {…}} or {"address": …}; on standard output a list of true and false.
package main

import (
	"encoding/json"
	"fmt"
	"os"

	"github.com/mattfenwick/cyclonus/pkg/matcher"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
)

type peer struct {
	Namespace string            `json:"namespace"`
	Labels    map[string]string `json:"labels"`
	Address   string            `json:"address"`
}

type question struct {
	From     peer            `json:"from"`
	To       peer            `json:"to"`
	Port     int             `json:"port"`
	Protocol corev1.Protocol `json:"protocol"`
}

type input struct {
	Policies []*networkingv1.NetworkPolicy `json:"policies"`
	Asked    []question                    `json:"asked"`
}

// podAddress is that of every pod: policies that are judged here find pods by their labels alone.
const podAddress = "10.244.0.1"

func peerOf(from peer) *matcher.TrafficPeer {
	if from.Address != "" {
		return &matcher.TrafficPeer{IP: from.Address}
	}
	return &matcher.TrafficPeer{
		IP: podAddress,
		Internal: &matcher.InternalPeer{
			PodLabels:       from.Labels,
			Namespace:       from.Namespace,
			NamespaceLabels: map[string]string{"kubernetes.io/metadata.name": from.Namespace},
		},
	}
}

func main() {
	var given input
	if err := json.NewDecoder(os.Stdin).Decode(&given); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	policy := matcher.BuildNetworkPolicies(true, given.Policies)
	answers := make([]bool, len(given.Asked))
	for index, one := range given.Asked {
		answers[index] = policy.IsTrafficAllowed(&matcher.Traffic{
			Source:       peerOf(one.From),
			Destination:  peerOf(one.To),
			ResolvedPort: one.Port,
			Protocol:     one.Protocol,
		}).IsAllowed()
	}
	if err := json.NewEncoder(os.Stdout).Encode(answers); err != nil {
		os.Exit(1)
	}
}
