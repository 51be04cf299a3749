// Package demo is an invented network, served on loopback, for looking at
// weaktie without any account and without the internet.
//
// Feeds of several formats, a server that speaks Mastodon's API, and an inbox:
// all of it is text in the story folder, told in times relative to the moment
// the network started. The code only serves it. Some posts lie a few minutes
// ahead and appear when their time has come, so that polling again brings
// something. The same start gives the same network.
package demo

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"weaktie/internal/source"
)

// token opens the inbox. It is no secret: it works here only.
const token = "demo-token"

// readTimeout ends a connection that never asks anything.
const readTimeout = 10 * time.Second

// Network is the running servers.
type Network struct {
	story   *story
	start   time.Time
	passed  atomic.Int64 // nanoseconds since the start, as far as the story goes
	asked   atomic.Int64 // requests to the API
	ahead   []*time.Timer
	hosts   map[string]string // a server's name in the story -> host:port
	servers []*http.Server
	running sync.WaitGroup
	once    sync.Once
	err     error
}

// Start serves the network on free ports of 127.0.0.1 until ctx ends or Close.
// What is said lies around now.
func Start(ctx context.Context, now time.Time) (*Network, error) {
	s, err := load()
	if err != nil {
		return nil, fmt.Errorf("read the demo's story: %w", err)
	}
	n := &Network{story: s, start: now.UTC().Truncate(time.Second), hosts: map[string]string{}}
	var lc net.ListenConfig
	for _, name := range s.servers() {
		l, err := lc.Listen(ctx, "tcp", "127.0.0.1:0")
		if err != nil {
			return nil, errors.Join(fmt.Errorf("serve the demo's network: %w", err), n.Close())
		}
		n.hosts[name] = l.Addr().String()
		srv := &http.Server{Handler: n.handler(name), ReadHeaderTimeout: readTimeout}
		n.servers = append(n.servers, srv)
		n.running.Go(func() {
			// Serve always ends with an error; Close is the usual one.
			_ = srv.Serve(l)
		})
	}
	for _, d := range s.later() {
		n.ahead = append(n.ahead, time.AfterFunc(d, func() { n.pass(d) }))
	}
	context.AfterFunc(ctx, func() { _ = n.Close() })
	return n, nil
}

// pass moves the story on to d after the start, never back.
func (n *Network) pass(d time.Duration) {
	for {
		was := n.passed.Load()
		if was >= int64(d) || n.passed.CompareAndSwap(was, int64(d)) {
			return
		}
	}
}

func (n *Network) elapsed() time.Duration { return time.Duration(n.passed.Load()) }

// Close ends the servers and their connections, and waits for them. It may be
// called again.
func (n *Network) Close() error {
	n.once.Do(func() {
		for _, t := range n.ahead {
			t.Stop()
		}
		for _, srv := range n.servers {
			n.err = errors.Join(n.err, srv.Close())
		}
		n.running.Wait()
	})
	return n.err
}

// Tokens are the access tokens of the network, by host.
func (n *Network) Tokens() map[string]string { return map[string]string{n.hosts[instance]: token} }

// Me is the curator's own handle on the network.
func (n *Network) Me() string { return me }

// Sources is what a curator of this network follows.
func (n *Network) Sources() []source.Ref {
	var refs []source.Ref
	at := "http://" + n.hosts[instance]
	for _, t := range n.story.tags {
		refs = append(refs, source.Ref{URL: at + "/tags/" + t, Title: "#" + t, Tags: []string{"listening"}})
	}
	refs = append(refs, source.Ref{URL: at + "/notifications", Title: "Inbox", Tags: []string{"inbox"}})
	for _, f := range n.story.feeds {
		refs = append(refs, source.Ref{URL: "http://" + n.hosts[f.server] + f.path, Title: f.title, Tags: []string{f.tag}})
	}
	return refs
}
