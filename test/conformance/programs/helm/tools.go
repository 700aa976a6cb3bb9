//go:build tools

// Package tools keeps the programs' modules required in go.mod.
package tools

import (
	_ "helm.sh/helm/v3/cmd/helm"
)
