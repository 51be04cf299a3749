// Package themes holds the palettes that ship with weaktie. Each names a
// colour for every role; copy one into the config folder's themes/ to change
// it.
package themes

import "embed"

// FS holds dark.toml and light.toml.
//
//go:embed *.toml
var FS embed.FS
