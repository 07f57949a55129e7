package address

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// MaxSlug is the longest slug in bytes. A file's name has 255 on all common systems; the rest is left to suffixes and temporary
// names.
const MaxSlug = 200

// CheckSlug returns what is wrong with slug as the name of a page, or "". A slug holds letters, marks and digits of any script in
// normal form NFC, "-", "_" and "." between them; it is no name that Windows reserves and at most MaxSlug bytes long.
func CheckSlug(slug string) string {
	switch {
	case slug == "":
		return "it is empty"
	case len(slug) > MaxSlug:
		return fmt.Sprintf("it is longer than %d bytes", MaxSlug)
	case !utf8.ValidString(slug) || !norm.NFC.IsNormalString(slug):
		return "it is not in Unicode normal form NFC"
	case Reserved(slug):
		return "Windows reserves this name"
	case strings.Contains(slug, ".."):
		return `it contains ".."`
	case strings.HasPrefix(slug, ".") || strings.HasSuffix(slug, "."):
		return "it begins or ends with a dot"
	}
	for _, r := range slug {
		if !isSlugRune(r) {
			return fmt.Sprintf("it contains %s; letters, digits, \"-\", \"_\" and \".\" may stand in an address", describe(r))
		}
	}
	return ""
}

func isSlugRune(r rune) bool {
	if r < utf8.RuneSelf {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' || r == '_' || r == '.'
	}
	return unicode.In(r, unicode.L, unicode.M, unicode.N) || r == '\u200c' || r == '\u200d' // joiners are spelling in Persian and Indic scripts
}

func describe(r rune) string {
	if unicode.IsGraphic(r) && r != ' ' {
		return fmt.Sprintf("%q", string(r))
	}
	if r == ' ' {
		return "a space"
	}
	return fmt.Sprintf("%U", r)
}

// Reserved reports whether Windows keeps name, with any extension, for a device: con, aux, nul.txt, com1 ("Naming Files, Paths,
// and Namespaces", Microsoft).
func Reserved(name string) bool {
	base, _, _ := strings.Cut(strings.ToLower(name), ".")
	base = strings.TrimRight(base, " ")
	switch base {
	case "con", "prn", "aux", "nul", "conin$", "conout$":
		return true
	}
	if rest, ok := strings.CutPrefix(base, "com"); ok {
		return isPort(rest)
	}
	rest, ok := strings.CutPrefix(base, "lpt")
	return ok && isPort(rest)
}

func isPort(s string) bool {
	switch s {
	case "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "¹", "²", "³":
		return true
	}
	return false
}

// Clash returns the key under which two addresses or file paths are one on some system: normal form NFC, case folded in full
// (macOS and Windows fold case, macOS also normalises).
func Clash(path string) string {
	if isLowerASCII(path) {
		return path
	}
	// Folding may undo the normal form, so it is made again.
	return norm.NFC.String(cases.Fold().String(norm.NFC.String(path)))
}

func isLowerASCII(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf || s[i] >= 'A' && s[i] <= 'Z' {
			return false
		}
	}
	return true
}

// FromFile returns the slug of a file whose name without extension is name. A name that is a slug already stays as it is but for
// its case ("american-standard-code", "node.js", "über-uns"); any other becomes one as a title does.
func FromFile(name string) string {
	name = strings.ToLower(norm.NFC.String(name))
	if CheckSlug(name) == "" {
		return name
	}
	return FromTitle(name)
}

// signs are the words of signs that tell names apart: C++ and C# must not both become "c".
var signs = map[rune]string{'+': "plus", '#': "sharp", '&': "and", '@': "at", '%': "percent", '$': "dollar", '€': "euro", '*': "star", '=': "equals"}

// FromTitle returns the slug that suits title: NFC, lower case, letters and digits kept, apostrophes dropped, some signs spelled
// out ("C++" is "c-plus-plus", ".NET" is "dot-net"), all else a single "-". It is never empty, never reserved and never longer
// than MaxSlug; CheckSlug accepts it.
func FromTitle(title string) string {
	title = strings.TrimSpace(strings.ToLower(norm.NFC.String(strings.ToValidUTF8(title, " "))))
	var b strings.Builder
	dash := false
	word := func(s string) {
		if dash && b.Len() > 0 {
			b.WriteByte('-')
		}
		b.WriteString(s)
		dash = false
	}
	for i, r := range title {
		sign := signs[r]
		switch {
		case r == '.' && i == 0 && len(title) > 1 && isSlugRune(rune(title[1])) && title[1] != '.':
			word("dot")
			dash = true
		case sign != "":
			dash = true
			word(sign)
			dash = true
		case r == '\'' || r == '’' || r == '\u00ad':
		case r != '.' && r != '-' && isSlugRune(r) && (b.Len() > 0 || !unicode.Is(unicode.M, r)):
			word(string(r))
		default:
			dash = true
		}
	}
	slug := strings.Trim(norm.NFC.String(cut(b.String(), MaxSlug-len("-term"))), "-")
	if strings.Trim(slug, "_\u200c\u200d") == "" {
		slug = codePoints(title)
	}
	if Reserved(slug) {
		slug += "-term"
	}
	return slug
}

// codePoints names a title without letters by its characters, so that two such titles differ: "→" is "u2192".
func codePoints(title string) string {
	var parts []string
	for _, r := range title {
		if len(parts) < 8 && !unicode.IsSpace(r) {
			parts = append(parts, fmt.Sprintf("u%04x", r))
		}
	}
	if parts == nil {
		return "untitled"
	}
	return strings.Join(parts, "-")
}

// cut shortens s to at most size bytes between characters.
func cut(s string, size int) string {
	if len(s) <= size {
		return s
	}
	for size > 0 && !utf8.RuneStart(s[size]) {
		size--
	}
	return s[:size]
}

// CheckPath returns what is wrong with path, slash-separated and relative to the site's root, as the address of a page, or "". Each
// of its parts obeys CheckSlug; one trailing slash is allowed.
func CheckPath(path string) string {
	for _, part := range strings.Split(strings.TrimSuffix(path, "/"), "/") {
		if problem := CheckSlug(part); problem != "" {
			return problem
		}
	}
	return ""
}
