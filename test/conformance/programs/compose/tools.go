//go:build tools

// Package tools keeps the programs' modules required in go.mod.
package tools

import (
	_ "github.com/docker/compose/v5/cmd"
)
