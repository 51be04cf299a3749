package config

import _ "embed"

//go:embed template.toml
var template string

// Template is a config.toml in which every setting stands with its default,
// commented out and explained: what `weaktie config edit` begins with.
func Template() string { return template }
