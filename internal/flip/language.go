package flip

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/abadojack/whatlanggo"
)

// known is the language that the rules and the model know: English.
const known = "en"

// Limits of the language check. Short texts are judged: a refusal needs to be
// sure, since every refusal is a pitch that passes.
const (
	leastLetters   = 3   // of another script, before it can be the text's
	scriptShare    = 0.5 // of the letters
	leastForTongue = 24  // letters before another Latin-script language can be told
)

// language names the language of a text, and why it can't be judged, if it
// can't.
func language(original, folded string) (code, refusal string) {
	if name, foreign := foreignScript(original); foreign {
		if info := whatlanggo.Detect(original); info.IsReliable() {
			code = info.Lang.Iso6391()
		}
		return code, fmt.Sprintf("Not judged: it is written in %s script, and weaktie knows English only.", name)
	}
	words := plainWords(folded)
	if len(words) == 0 {
		return "", ""
	}
	en, other, tongue := countWords(words)
	switch {
	case en >= 2 && en >= other, en*5 >= len(words) && other == 0:
		return known, ""
	case other >= 2 && other > 2*en, other == 1 && en == 0 && len(words) <= 3:
		return tongue, unknownTongue(tongue)
	}
	letters := 0
	for _, w := range words {
		letters += len(w)
	}
	if letters < leastForTongue || len(words) < 4 {
		return "", ""
	}
	info := whatlanggo.DetectWithOptions(original, whatlanggo.Options{Whitelist: tongues()})
	if info.Lang != whatlanggo.Eng && info.IsReliable() && en*6 < len(words) {
		code := info.Lang.Iso6391()
		return code, unknownTongue(code)
	}
	return known, ""
}

func unknownTongue(code string) string {
	name := map[string]string{"es": "Spanish", "fr": "French", "de": "German", "it": "Italian", "pt": "Portuguese", "nl": "Dutch", "sv": "Swedish", "da": "Danish", "pl": "Polish", "tr": "Turkish", "fi": "Finnish", "cs": "Czech", "ro": "Romanian", "id": "Indonesian", "hu": "Hungarian", "nb": "Norwegian"}[code]
	if name == "" {
		name = "another language (" + code + ")"
	}
	return fmt.Sprintf("Not judged: it seems to be %s, and weaktie knows English only.", name)
}

func tongues() map[whatlanggo.Lang]bool {
	return map[whatlanggo.Lang]bool{
		whatlanggo.Eng: true, whatlanggo.Spa: true, whatlanggo.Fra: true, whatlanggo.Deu: true, whatlanggo.Ita: true,
		whatlanggo.Por: true, whatlanggo.Nld: true, whatlanggo.Swe: true, whatlanggo.Dan: true, whatlanggo.Pol: true,
		whatlanggo.Tur: true, whatlanggo.Fin: true, whatlanggo.Ces: true, whatlanggo.Ron: true, whatlanggo.Ind: true, whatlanggo.Hun: true,
	}
}

// foreignScript names the script of a text that is not written in Latin
// letters. Look-alikes beside Latin letters are a disguise, not a script.
func foreignScript(s string) (string, bool) {
	latin, other := 0, 0
	var script string
	for _, word := range strings.FieldsFunc(s[:min(len(s), maxJudged)], func(r rune) bool { return !unicode.IsLetter(r) }) {
		mixed, own, letters := false, 0, 0
		name := ""
		for _, r := range word {
			letters++
			if r < 0x250 {
				mixed = true
				continue
			}
			if _, like := lookalike(r); !like {
				if n := scriptOf(r); n != "" {
					own++
					name = n
				}
			}
		}
		if mixed || own == 0 {
			latin += letters
			continue
		}
		other += letters
		script = name
	}
	return script, other >= leastLetters && float64(other) > scriptShare*float64(other+latin)
}

func scriptOf(r rune) string {
	for _, s := range [...]struct {
		name  string
		table *unicode.RangeTable
	}{
		{"Cyrillic", unicode.Cyrillic},
		{"Greek", unicode.Greek},
		{"Arabic", unicode.Arabic},
		{"Hebrew", unicode.Hebrew},
		{"Devanagari", unicode.Devanagari},
		{"Japanese", unicode.Hiragana},
		{"Japanese", unicode.Katakana},
		{"Chinese", unicode.Han},
		{"Korean", unicode.Hangul},
		{"Thai", unicode.Thai},
		{"Bengali", unicode.Bengali},
		{"Tamil", unicode.Tamil},
		{"Telugu", unicode.Telugu},
		{"Georgian", unicode.Georgian},
		{"Armenian", unicode.Armenian},
	} {
		if unicode.Is(s.table, r) {
			return s.name
		}
	}
	return ""
}

// Words that tell a language. Each list holds only words that mean nothing in
// the other languages here, after folding.
const (
	englishWords = " the a an and or but if is are was were be been am im i you your youre u ur he she it its we they them me my our of to in on at for from with by about this that these those what when where who why how do does did dont not no yes have has had can could will would should just so up out get got go going like love want know think good great please plz pls thanks thank thx hi hey hello free check follow new more here there all now today day time see let make one than then too very really because any some been much still work help need look video song channel subscribe lol omg wow awesome amazing best nice cool best ever never always hope happy feel well right people guys man back over after before also only even us as "
	spanish      = " gracias que para por seguirme seguir mi tu usted hola como estas esta muy con una los las del visita nuestro nuestra puedes quiero hasta pero mas todos ahora aqui buenos dias "
	french       = " merci pour je suis vous nous avec est les des une mon ma votre notre bonjour salut dans sur pas tres bien plus c'est cest jai ton visitez suivre abonnement au aux qui "
	german       = " danke fuers furs fur fuer und der die das ich du sie wir ist sind nicht mit ein eine mein dein unser euch hallo wie auch auf schau vorbei bitte kostenlos jetzt folgen noch aber wenn "
	italian      = " grazie per avermi seguito il che non sono con una della mio nostro nostra ciao come sei molto anche visita adesso questo questa piu gli "
	portuguese   = " obrigado obrigada voce seguir nao com uma meu minha nosso nossa ola muito mais aqui agora para por que voces confira "
	dutch        = " bedankt voor het een van je jij wij niet met mijn onze hallo hoe ook op bekijk gratis nu volgen maar als zijn dank "
)

// countWords counts the words of English and of the best other language.
func countWords(words []string) (en, other int, tongue string) {
	others := [...]struct{ code, words string }{
		{"es", spanish},
		{"fr", french},
		{"de", german},
		{"it", italian},
		{"pt", portuguese},
		{"nl", dutch},
	}
	var counts [len(others)]int
	const enough = 60 // words; the language of a text shows by then
	for _, w := range words[:min(len(words), enough)] {
		w = " " + w + " "
		if strings.Contains(englishWords, w) {
			en++
			continue
		}
		for i := range others {
			if strings.Contains(others[i].words, w) {
				counts[i]++
			}
		}
	}
	for i, n := range counts {
		if n > other {
			other, tongue = n, others[i].code
		}
	}
	return en, other, tongue
}

// plainWords are the words of a folded text without numbers and tokens.
func plainWords(folded string) []string {
	var words []string
	for i := 0; i < len(folded); {
		if !isLetter(folded[i]) && folded[i] < 0x80 {
			i++
			continue
		}
		from := i
		for i < len(folded) && isWord(folded[i]) {
			i++
		}
		if w := folded[from:i]; w[0] >= 'a' {
			words = append(words, w)
		}
	}
	return words
}
