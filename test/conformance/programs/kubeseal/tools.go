//go:build tools

// Package tools keeps the program's module required in go.mod.
package tools

import (
	_ "github.com/bitnami-labs/sealed-secrets/cmd/kubeseal"
)
