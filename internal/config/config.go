// Package config reads the settings and the sources file, and says what is
// wrong with them, by line, all at once.
//
// The settings are config.toml: every key is optional, and a file with any
// mistake in it is not applied at all. The sources file is plain text in
// newsboat's urls syntax; a line that cannot be used is a Problem and does not
// stop the others, and editing changes only the lines concerned.
package config

import (
	"fmt"
	"time"
)

// Names of the files in the config folder.
const (
	SettingsFile = "config.toml"
	SourcesFile  = "sources"
)

// Config is config.toml with its defaults filled in.
type Config struct {
	Every    time.Duration // default poll interval
	AtOnce   int
	Window   time.Duration // what Links and Today look at
	HalfLife time.Duration // AutoHalfLife is the network's own
	Instance string        // Mastodon instance for a bare #tag
	Theme    string        // "auto", "dark", "light" or a file in themes/
	Icons    bool
	Topics   []string
	Me       []string            // my own handles and sites
	Tokens   map[string]string   // host -> token
	Keys     map[string][]string // action -> keys
	OffRules []string
	Contact  string // for the User-Agent
}

// AutoHalfLife stands for the half-life that suits what is listened to.
const AutoHalfLife time.Duration = -1

// Default is Config without a file.
func Default() Config {
	return Config{
		Every:    time.Hour,
		AtOnce:   64,
		Window:   48 * time.Hour,
		HalfLife: 16 * time.Hour,
		Instance: "mastodon.social",
		Theme:    "auto",
		Tokens:   map[string]string{},
		Keys:     map[string][]string{},
	}
}

// Problem is one thing wrong in a file.
type Problem struct {
	File string
	Line int // 1-based; 0 is the file as a whole
	Msg  string
}

func (p Problem) Error() string {
	if p.Line == 0 {
		return fmt.Sprintf("%s: %s", p.File, p.Msg)
	}
	return fmt.Sprintf("%s: line %d: %s", p.File, p.Line, p.Msg)
}
