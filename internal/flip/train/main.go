// Train makes the learned part of the judge from labelled messages, and
// reports how well the whole judge does on messages it has not seen.
//
//	go run ./internal/flip/train -data ../shared/data/messages -out internal/flip/model.bin
//	go run ./internal/flip/train -data ../shared/data/messages -report
//
// It is deterministic: the same data gives the same bytes. docs/judge.md tells
// what it learns from and how the figures were made.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"math"
	"os"

	"weaktie/internal/flip"
)

func main() {
	data := flag.String("data", "../shared/data/messages", "folder of the message data")
	corpus := flag.String("corpus", "internal/flip/train/corpus", "folder of weaktie's own corpus")
	out := flag.String("out", "", "where to write the model; nothing is written without it")
	report := flag.Bool("report", false, "report the figures of docs/judge.md by cross-validation")
	vecs := flag.String("vectors", "", "word vectors as in docs/judge.md; none means no senses")
	mails := flag.String("mail", "", "folder of the public mail corpus as in docs/judge.md; none means without")
	errs := flag.String("errors", "", "with -report: print the mistakes on this set")
	rules := flag.Bool("rules", false, "report how each rule fares")
	flag.Parse()
	o := options{*data, *corpus, *vecs, *mails, *out, *report, *rules, *errs}
	if err := o.run(); err != nil {
		fmt.Fprintln(os.Stderr, "train:", err)
		os.Exit(1)
	}
}

// options are the flags.
type options struct {
	data, corpus, vectors, mail, out string
	report, rules                    bool
	errors                           string
}

func (o options) run() error {
	all, err := read(o.data, o.corpus)
	if err != nil {
		return err
	}
	mails, err := readMail(o.mail)
	if err != nil {
		return err
	}
	all = append(all, mails...)
	vs, err := readVectors(o.vectors)
	if err != nil {
		return err
	}
	if err := prepare(all, vs); err != nil {
		return err
	}
	cluster(all)
	if o.report {
		return printReport(os.Stdout, all, vs, o.errors)
	}
	v := validate(all, everything, vs)
	if o.rules {
		return printRules(os.Stdout, all, v)
	}
	model := final(all, v, vs)
	var b bytes.Buffer
	if err := model.Encode(&b); err != nil {
		return err
	}
	fmt.Printf("%d texts; market scale %.3f bias %+.3f; automated scale %.3f bias %+.3f; flip from %.3f; %d bytes\n",
		len(all), model.Market.Scale, model.Market.Bias, model.Automated.Scale, model.Automated.Bias, model.FlipAt, b.Len())
	if o.out == "" {
		return nil
	}
	return os.WriteFile(o.out, b.Bytes(), 0o644)
}

// prepare reads features and what the rules say of each text.
func prepare(all []*example, vs *vectors) error {
	rules, err := flip.NewWith(flip.Options{Model: &flip.Model{}})
	if err != nil {
		return err
	}
	for _, e := range all {
		v := rules.Judge(e.text, flip.Context{})
		e.judged = v.Band != flip.Unjudged
		for _, f := range rules.Features(e.text) {
			if f.Bucket < flip.Space {
				e.features = append(e.features, f)
			} else {
				e.senses = append(e.senses, f)
			}
		}
		e.dense = vs.sum(e.senses)
		if e.judged {
			e.market, e.auto = logit(v.Market), logit(v.Automated)
		}
	}
	return nil
}

func logit(p float64) float64 { return math.Log(p / (1 - p)) }

// final learns from everything, with the calibration of the validation.
func final(all []*example, v *validation, vs *vectors) *flip.Model {
	return &flip.Model{
		Market:    flip.Head{Weights: learn(all, market, byMarket, vs), Scale: v.market.scale, Bias: v.market.bias},
		Automated: flip.Head{Weights: learn(all, automated, byAuto, vs), Scale: v.auto.scale, Bias: v.auto.bias},
		Category:  categories(all),
		FlipAt:    v.flipAt,
	}
}
