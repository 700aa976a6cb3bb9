//go:build tools

// Package tools keeps the program's module required in go.mod.
package tools

import (
	_ "filippo.io/age/cmd/age"
	_ "filippo.io/age/cmd/age-keygen"
)
