package link

import "strings"

func set(s string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(s) {
		m[w] = true
	}
	return m
}

// trackers are parameters that only count who came from where, on any site.
// Each stands in at least one published list of a browser or blocker (Firefox,
// Brave, AdGuard, ClearURLs) or feed reader (Miniflux, Sill). Names that some
// site needs for something else stay out: ref, source, via, r, share, cid, id.
var trackers = set(
	// Facebook
	`fbclid fb_action_ids fb_action_types fb_comment_id fb_ref fb_source action_object_map action_ref_map action_type_map ` +
		// Google's advertising, analytics and AMP
		`gclid gclsrc dclid gbraid wbraid gad_source srsltid usqp _ga _gl ` +
		// click identifiers of other networks: Microsoft, X, Yandex, LinkedIn, TikTok, Snap, Pinterest
		`msclkid twclid yclid ysclid ymclid li_fat_id ttclid ndclid sccid epik ` +
		// newsletters: Mailchimp, Marketo, HubSpot, Vero, Omeda, Klaviyo, beehiiv, MailerLite, Squarespace
		`mc_cid mc_eid mc_tc mkt_tok _hsenc _hsmi __hssc __hstc __hsfp hsctatracking ` +
		`vero_id vero_conv oly_anon_id oly_enc_id _kx _ke _bhlid ml_subscriber ml_subscriber_hash ss_email_id et_rid ` +
		// affiliate and campaign counters
		`rb_clickid wickedid _openstat s_cid sc_cid _branch_match_id _branch_referrer ` +
		`irclickid irgwc ir_adid ir_campaignid ir_partnerid awc tduid sscid cmpid wt_mc wt_zmc wtrid xtor ` +
		`at_recipient_id at_recipient_list ` +
		// what publishers and their tools add: Yahoo, X cards, Echobox, Readwise, Humble
		`bbeml guccounter guce_referrer guce_referrer_sig __twitter_impression echobox __readwiselocation ` +
		`hmb_campaign hmb_medium hmb_source ` +
		// campaign names written out
		`campaign_id campaign_medium campaign_name campaign_source campaign_term campaign_content utm ` +
		// Matomo and its older name; of these prefixes only the listed names are counters
		`pk_campaign pk_kwd pk_keyword pk_medium pk_source pk_cid pk_vid ` +
		`itm_source itm_medium itm_campaign itm_content itm_term`)

// trackerPrefixes begin the names of counters and of nothing else: Urchin's,
// Matomo's, HubSpot's advertising, Adjust, Bluecore, Oracle, Coremetrics.
var trackerPrefixes = []string{"utm_", "mtm_", "hsa_", "adjust_", "bsft_", "oft_", "cm_mmc"}

// scope is a set of parameters that are trackers on some hosts only.
type scope struct {
	hosts    []string // a domain with all below it, or "name.*" under any suffix
	names    map[string]bool
	prefixes []string
	values   map[string]string // parameter -> beginning of the value that makes it a tracker
	keyOnly  map[string]bool   // what opens the page for this reader: kept in Open
}

// scopedTrackers are known from the same lists; those that no list has are the
// parameters the sites' own share buttons add.
var scopedTrackers = []scope{
	{hosts: []string{"youtube.com", "youtu.be", "youtube-nocookie.com"}, names: set(`si feature pp ab_channel`)},
	{hosts: []string{"open.spotify.com"}, names: set(`si`)},
	{hosts: []string{"instagram.com"}, names: set(`igsh igshid ig_rid`)},
	{hosts: []string{"threads.net", "threads.com"}, names: set(`igshid xmt`)},
	{hosts: []string{"twitter.com", "x.com"}, names: set(`ref_src ref_url s t cn cxt`)},
	{
		hosts:    []string{"amazon.*"},
		names:    set(`ref ref_ qid sr crid dib dib_tag sprefix keywords psc tag linkcode ascsubtag`),
		prefixes: []string{"pf_rd_", "pd_rd_"},
	},
	{hosts: []string{"google.*"}, names: set(`ved ei sa usg gs_l sxsrf uact oq aqs sourceid rlz`)},
	{hosts: []string{"facebook.com"}, names: set(`__cft__[0] __tn__ mibextid rdid`), prefixes: []string{"__cft__"}},
	{hosts: []string{"linkedin.com"}, names: set(`trk trackingid lipi midtoken midsig trkemail rcm`)},
	{
		hosts:   []string{"medium.com"},
		names:   set(`gi`),
		values:  map[string]string{"source": ""},
		keyOnly: set(`sk`),
	},
	{
		hosts: []string{"substack.com"},
		names: set(`r showwelcomeonshare triedredirect publication_id post_id isfreemail token`),
	},
	{hosts: []string{"nytimes.com"}, names: set(`smid smtyp`), keyOnly: set(`unlocked_article_code`)},
	{hosts: []string{"reddit.com"}, names: set(`share_id rdt`)},
	{hosts: []string{"tiktok.com"}, names: set(`_r _t is_from_webapp sender_device`)},
	{hosts: []string{"bbc.com", "bbc.co.uk"}, values: map[string]string{"at_medium": "", "at_campaign": ""}},
	{hosts: []string{"blogspot.*"}, keyOnly: set(`m`)},
}

// feedSources begin the value of "source" where a Medium publication under a
// domain of its own counts its readers.
var feedSources = []string{"rss-", "social"}

func countsReaders(path, value string) bool {
	if !mediumPost.MatchString(path) {
		return false
	}
	for _, begin := range feedSources {
		if strings.HasPrefix(value, begin) {
			return true
		}
	}
	return false
}

func (s scope) covers(p pair, key bool) bool {
	if s.names[p.name] || key && s.keyOnly[p.name] {
		return true
	}
	for _, prefix := range s.prefixes {
		if strings.HasPrefix(p.name, prefix) {
			return true
		}
	}
	if begin, ok := s.values[p.name]; ok {
		return strings.HasPrefix(p.value, begin)
	}
	return false
}

func (a address) scopes() []scope {
	var out []scope
	for _, s := range scopedTrackers {
		for _, host := range s.hosts {
			if under(a.host, host) {
				out = append(out, s)
				break
			}
		}
	}
	return out
}

// under reports whether host is domain or below it. "name.*" stands for that
// name under any public suffix.
func under(host, domain string) bool {
	if name, ok := strings.CutSuffix(domain, ".*"); ok {
		if !strings.Contains(host, name+".") {
			return false
		}
		owner, suffix, ok := strings.Cut(icannSite(host), ".")
		return ok && owner == name && suffix != ""
	}
	return host == domain || strings.HasSuffix(host, domain) && host[len(host)-len(domain)-1] == '.'
}

// keepsRef are the hosts where "ref" names a branch.
func keepsRef(host string) bool {
	for _, name := range []string{"git", "code.", "gitea", "bitbucket", "codeberg", "sourcegraph", "sr.ht"} {
		if strings.Contains(host, name) {
			return true
		}
	}
	return false
}
