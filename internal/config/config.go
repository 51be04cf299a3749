// Package config reads the settings and the sources file, and says what is
// wrong with them, by line, all at once.
package config

import (
	"fmt"
	"time"
)

// Dirs are the folders weaktie writes in; nothing is written outside.
type Dirs struct{ Config, Data, Cache string }

// FindDirs settles the folders: flags, then WEAKTIE_CONFIG and WEAKTIE_DATA,
// then the XDG folders.
func FindDirs(config, data string, env func(string) string) (Dirs, error) { return Dirs{}, nil }

// Config is config.toml with its defaults filled in.
type Config struct {
	Every    time.Duration // default poll interval
	AtOnce   int
	Window   time.Duration // what Links and Today look at
	HalfLife time.Duration
	Instance string // Mastodon instance for a bare #tag
	Theme    string // "auto", "dark", "light" or a file in themes/
	Icons    bool
	Topics   []string
	Me       []string            // my own handles and sites
	Tokens   map[string]string   // host -> token
	Keys     map[string][]string // action -> keys
	OffRules []string
	Contact  string // for the User-Agent
}

// Default is Config without a file.
func Default() Config { return Config{} }

// Problem is one thing wrong in a file.
type Problem struct {
	File string
	Line int
	Msg  string
}

func (p Problem) Error() string { return fmt.Sprintf("%s: line %d: %s", p.File, p.Line, p.Msg) }

// Load reads config.toml; a missing file is the default. All problems are
// reported joined (errors.Join of Problem); then nothing is applied.
func Load(dir string) (Config, error) { return Config{}, nil }

// Source is one line of the sources file, in newsboat's urls syntax.
type Source struct {
	URL   string
	Title string // from "~Title"
	Tags  []string
	Line  int // 1-based
}

// Sources reads the sources file. Lines it cannot use (exec:, filter:, query:)
// are in problems, and do not stop the others.
func Sources(dir string) (list []Source, problems []Problem, err error) { return nil, nil, nil }

// AddSource appends one line; comments and order are kept. It is false when
// the address is already there.
func AddSource(dir string, s Source) (bool, error) { return false, nil }

// RemoveSource drops the line of an address; false when there is none.
func RemoveSource(dir, url string) (bool, error) { return false, nil }

// ReplaceSource rewrites the line of an address in place.
func ReplaceSource(dir, url string, s Source) (bool, error) { return false, nil }
