// Package archive reads what other programs wrote: lines of JSON and OPML now,
// the networks' own exports later.
//
// What is read is as hostile as anything from the network: lines are capped,
// addresses are http and https or refused, and a bad entry is reported with its
// line and does not stop the others. A urls file is read by package config, for
// it is the sources file's own syntax.
package archive

// Bad is an entry that could not be read.
type Bad struct {
	Line int
	Msg  string
}
