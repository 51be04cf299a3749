package config

import (
	"embed"
	"io/fs"
	"strings"
)

//go:embed packs/*.urls
var packFiles embed.FS

// Pack is a handful of sources to begin with.
type Pack struct {
	Name    string
	About   string
	Sources []Source
}

// Packs are the starter packs that the first run offers, in their order. The
// first two comment lines of each file are its name and what it is about.
func Packs() []Pack {
	names, err := fs.Glob(packFiles, "packs/*.urls")
	if err != nil {
		return nil
	}
	var packs []Pack
	for _, name := range names {
		body, err := packFiles.ReadFile(name)
		if err != nil {
			continue
		}
		var p Pack
		p.Sources, _ = ParseSources(name, body)
		lines := strings.SplitN(string(body), "\n", 3)
		p.Name = strings.TrimPrefix(lines[0], "# ")
		if len(lines) > 1 {
			p.About = strings.TrimPrefix(lines[1], "# ")
		}
		packs = append(packs, p)
	}
	return packs
}
