package flip

import (
	"math"
	"strings"
	"testing"

	"weaktie/internal/person"
)

func TestMissionMessagesAreCaught(t *testing.T) {
	fitting := map[string][]Category{
		"lucky_to_know_me":     {LuckyToKnowMe, ValidationWall},
		"genuinely_interested": {GenuinelyInterested},
		"cash":                 {CashGrab, LeadMagnet},
		"game_followers":       {FollowerGaming},
		"empty_echo":           {EmptySentiment},
		"humble":               {FalseHumility},
		"creepy":               {Creepy},
		"comment_promo":        {Promotion, LinkDrop},
	}
	j := New()
	for _, s := range shared(t, "mission.jsonl") {
		v := j.Judge(s.Text, Context{})
		if v.Band != Flip {
			t.Errorf("%s: band %s (flip %.2f), want flip", s.ID, v.Band, v.Flip)
		}
		fits := false
		for _, c := range fitting[s.Category] {
			fits = fits || c == v.Category
		}
		if !fits {
			t.Errorf("%s: category %q does not fit %s", s.ID, v.Category, s.Category)
		}
	}
}

func TestOrdinaryTalkPasses(t *testing.T) {
	j := New()
	flags, n := 0, 0
	for _, s := range shared(t, "social.jsonl") {
		n++
		if j.Judge(s.Text, Context{}).Band == Flip {
			flags++
		}
	}
	if flags*100 > n {
		t.Errorf("%d of %d ordinary messages are called a flip, want at most 1 %%", flags, n)
	}
}

// The receipt is the verdict: the weights add up to the log odds.
func TestEvidenceAddsUp(t *testing.T) {
	j := New()
	sixty := int64(60)
	texts := []string{
		"Thanks for the follow! Check out my new course, 20% off until Friday.",
		"We help founders like you grow revenue. Open to a quick 15-minute call next week?",
		"see you at the pub on friday",
	}
	for _, text := range texts {
		c := Context{SecondsAfterFollow: &sixty, FirstContact: person.Yes, History: History{Social: 2}}
		v := j.Judge(text, c)
		market, automated := bias+j.model.Market.Bias, bias+j.model.Automated.Bias
		for _, e := range v.Evidence {
			if e.Start < 0 || e.End > len(text) || e.Start > e.End {
				t.Errorf("%q: %s has span %d..%d", text, e.Rule, e.Start, e.End)
			}
			switch e.Kind {
			case KindMarket:
				market += e.Weight
			case KindAutomated:
				automated += e.Weight
			case KindSocial:
				market, automated = market+e.Weight, automated+e.Weight
			}
		}
		if math.Abs(sigmoid(market)-v.Market) > 1e-6 || math.Abs(sigmoid(automated)-v.Automated) > 1e-6 {
			t.Errorf("%q: market %.4f, automated %.4f; the evidence adds up to %.4f, %.4f", text, v.Market, v.Automated, sigmoid(market), sigmoid(automated))
		}
		if math.Abs(v.Flip-v.Commercial()*v.SocialTie) > 1e-9 {
			t.Errorf("%q: flip %.3f is not commercial × social", text, v.Flip)
		}
	}
}

func TestSpansPointIntoTheOriginal(t *testing.T) {
	tests := []struct{ name, text, rule, words string }{
		{"plain", "Well. Thanks for the follow!", "lucky-to-know-me.thanks-for-follow", "Thanks for the follow"},
		{"emoji before", "🎉🎉 Thanks for the follow!", "lucky-to-know-me.thanks-for-follow", "Thanks for the follow"},
		{"emoji inside", "Thanks 🙏 for the follow", "lucky-to-know-me.thanks-for-follow", "Thanks 🙏 for the follow"},
		{"zero width", "Than\u200bks for the fol\u200blow", "lucky-to-know-me.thanks-for-follow", "Than\u200bks for the fol\u200blow"},
		{"cyrillic letters", "Thаnks fоr the fоllоw", "lucky-to-know-me.thanks-for-follow", "Thаnks fоr the fоllоw"},
		{"full width", "Ｔｈａｎｋｓ for the follow", "lucky-to-know-me.thanks-for-follow", "Ｔｈａｎｋｓ for the follow"},
		{"bold letters", "𝗧𝗵𝗮𝗻𝗸𝘀 for the 𝗳𝗼𝗹𝗹𝗼𝘄", "lucky-to-know-me.thanks-for-follow", "𝗧𝗵𝗮𝗻𝗸𝘀 for the 𝗳𝗼𝗹𝗹𝗼𝘄"},
		{"digits for letters", "thanks for the f0ll0w", "lucky-to-know-me.thanks-for-follow", "thanks for the f0ll0w"},
		{"stretched", "thanksss for the followwww", "lucky-to-know-me.thanks-for-follow", "thanksss for the followwww"},
		{"spaced out", "thanks for the f o l l o w", "lucky-to-know-me.thanks-for-follow", "thanks for the f o l l o w"},
	}
	j := New()
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, e := range j.Judge(tt.text, Context{}).Evidence {
				if e.Rule == tt.rule {
					if got := tt.text[e.Start:e.End]; got != tt.words {
						t.Errorf("span is %q, want %q", got, tt.words)
					}
					return
				}
			}
			t.Errorf("%s does not match", tt.rule)
		})
	}
}

func TestSomeLanguagesAreNotJudged(t *testing.T) {
	tests := []struct {
		text   string
		judged bool
		lang   string
	}{
		{"Gracias por seguirme, visita mi nuestro canal", false, "es"},
		{"Vielen Dank fürs Folgen! Schau auch auf meiner Seite vorbei.", false, "de"},
		{"Merci pour le suivi ! Nous avons une offre pour vous.", false, "fr"},
		{"Спасибо за подписку! Загляните на наш сайт", false, ""},
		{"フォローありがとうございます", false, "ja"},
		{"感谢关注，欢迎访问我们的网站", false, "zh"},
		{"Thanks for the follow!", true, "en"},
		{"ok", true, ""},
		{"lol same", true, ""},
		{"🎉", true, ""},
		{"", true, ""},
		{"omg haha nice one mate", true, "en"},
		{"Thаnks fоr thе fоllоw", true, "en"},
	}
	j := New()
	for _, tt := range tests {
		v := j.Judge(tt.text, Context{})
		if (v.Band != Unjudged) != tt.judged {
			t.Errorf("%q: band %s (%s)", tt.text, v.Band, v.Why)
		}
		if tt.lang != "" && v.Language != tt.lang {
			t.Errorf("%q: language %q, want %q", tt.text, v.Language, tt.lang)
		}
		if v.Band == Unjudged && !strings.HasPrefix(v.Why, "Not judged") {
			t.Errorf("%q: why is %q", tt.text, v.Why)
		}
	}
}

func TestIgnoreAndOff(t *testing.T) {
	const text = "Thanks for the follow!"
	const rule = "lucky-to-know-me.thanks-for-follow"
	fires := func(j *Judge, text string) bool {
		for _, e := range j.Judge(text, Context{}).Evidence {
			if e.Rule == rule {
				return true
			}
		}
		return false
	}
	j := New()
	if !fires(j, text) {
		t.Fatal("the rule does not match its own example")
	}
	if fires(j, text+" <!-- weaktie: ignore "+rule+" -->") {
		t.Error("an inline ignore does not switch the rule off")
	}
	if fires(j, text+" weaktie: ignore all") {
		t.Error("'ignore all' does not switch the rule off")
	}
	if !fires(j, text+" weaktie: ignore creepy.smile") {
		t.Error("ignoring another rule switches this one off")
	}
	for _, off := range []string{rule, "lucky-to-know-me"} {
		quiet, err := NewWith(Options{Off: []string{off}})
		if err != nil {
			t.Fatal(err)
		}
		if fires(quiet, text) {
			t.Errorf("Off %q does not switch the rule off", off)
		}
	}
}
