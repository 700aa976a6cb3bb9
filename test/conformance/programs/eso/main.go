// render-secret renders the templates of ExternalSecrets as the External Secrets Operator does, by its own engine.
//
// On standard input is a list of {"templates": {KEY: TEMPLATE}, "data": {NAME: VALUE}}; on standard output the list
// of what the Secrets would hold: {KEY: VALUE}, or {"error": …}.
package main

import (
	"encoding/json"
	"fmt"
	"os"

	esapi "github.com/external-secrets/external-secrets/apis/externalsecrets/v1"
	template "github.com/external-secrets/external-secrets/pkg/template/v2"
	corev1 "k8s.io/api/core/v1"
)

type request struct {
	Templates map[string]string `json:"templates"`
	Data      map[string]string `json:"data"`
}

type answer struct {
	Data  map[string]string `json:"data,omitempty"`
	Error string            `json:"error,omitempty"`
}

func bytesOf(texts map[string]string) map[string][]byte {
	made := make(map[string][]byte, len(texts))
	for key, text := range texts {
		made[key] = []byte(text)
	}
	return made
}

func render(asked request) answer {
	secret := &corev1.Secret{}
	err := template.Execute(bytesOf(asked.Templates), bytesOf(asked.Data),
		esapi.TemplateScopeValues, esapi.TemplateTargetData, secret)
	if err != nil {
		return answer{Error: err.Error()}
	}
	data := make(map[string]string, len(secret.Data))
	for key, value := range secret.Data {
		data[key] = string(value)
	}
	return answer{Data: data}
}

func main() {
	var asked []request
	if err := json.NewDecoder(os.Stdin).Decode(&asked); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	answers := make([]answer, len(asked))
	for index, one := range asked {
		answers[index] = render(one)
	}
	if err := json.NewEncoder(os.Stdout).Encode(answers); err != nil {
		os.Exit(1)
	}
}
