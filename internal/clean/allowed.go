package clean

import "strings"

// set makes a set of the words of s.
func set(s string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(s) {
		m[w] = true
	}
	return m
}

// The elements kept. Everything that only structures, names or decorates text
// is harmless; so are form controls, whose addresses are taken from them.
var allowedElements = set(`
	a abbr acronym address area article aside audio b bdi big blockquote br button canvas caption center cite code
	col colgroup command datagrid datalist dd del details dfn dialog dir div dl dt em event-source fieldset
	figcaption figure font footer form h1 h2 h3 h4 h5 h6 header hr i img input ins kbd keygen label legend li m
	main map mark menu meter multicol nav nextid noscript ol optgroup option output p picture pre progress q rp rt ruby s samp
	section select small sound source spacer span strike strong sub summary sup table tbody td textarea tfoot th
	thead time tr tt u ul var video wbr`)

// Elements that go with everything inside them: it is code, or a document or
// drawing of its own, not text of this one. What an object or a frame shows in
// its place is text like any other, and stays without them.
var droppedContent = set(`
	applet math noembed noframes plaintext script style svg template title xmp`)

// Elements without content, written as "<br />".
var voidElements = set(`
	area base basefont br col command embed event-source frame hr img input isindex keygen link meta param
	source spacer track wbr`)

// Attributes kept with their value. None of them can run anything, load
// anything or place anything over the page.
var allowedAttributes = set(`
	abbr accept accept-charset accesskey align alt autocomplete axis balance bgcolor bgproperties border
	bordercolor bordercolordark bordercolorlight bottompadding cellpadding cellspacing ch challenge char charoff
	charset checked choff class clear color cols colspan compact contenteditable controls coords datafld
	datapagesize datetime default delay dir disabled draggable enctype end face for frame galleryimg gutter
	headers height hidden hidefocus high hreflang hspace id inputmode ismap keytype label lang leftspacing list loop loopcount
	loopend loopstart low max maxlength media method min multiple name nohref noshade nowrap open optimum pattern
	point-size pqg preload prompt radiogroup readonly rel repeat-max repeat-min required rev rightspacing rows
	rowspan rules scope selected shape size span start step summary suppress tabindex target title
	toppadding type unselectable usemap valign value variable volume vrml vspace width wrap xml:lang`)

// Attributes that hold one address.
var addressAttributes = set(`
	action background cite data datasrc dynsrc href icon longdesc lowsrc poster replace src template urn`)

// blockElements stand in paragraphs of their own.
var blockElements = set(`
	address article aside blockquote caption center dd details dialog dir div dl dt fieldset figcaption figure footer form h1 h2 h3
	h4 h5 h6 header hr legend li main menu nav ol optgroup option p pre section summary table tbody tfoot thead tr ul`)

// tightBlocks begin a new line but leave no empty one.
var tightBlocks = set(`caption dd dt figcaption legend li option optgroup summary tbody tfoot thead tr`)
