package report

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/capplan/capplan/internal/unit"
)

// object is a JSON object whose fields keep their order: that of the model, which says more than the alphabet and does not change between runs.
type object []field

type field struct {
	key   string
	value any // string, number, bool, nil, object, inline, list
}

// inline is an object that is printed on one line: a quantity or an input, which people search for with line tools.
type inline object

// list is a JSON array; on one line if it holds no objects.
type list []any

// strs is the list of some strings.
func strs(s []string) list {
	out := make(list, len(s))
	for i := range s {
		out[i] = s[i]
	}
	return out
}

// numbers is the list of some numbers.
func numbers(x []float64) list {
	out := make(list, len(x))
	for i := range x {
		out[i] = x[i]
	}
	return out
}

const step = "  "

// appendJSON prints a value. Numbers are rounded once, to the digits that are published; what is not a number is null.
func appendJSON(b []byte, v any, indent string, ascii bool) []byte {
	switch v := v.(type) {
	case object:
		return appendFields(b, v, indent, ascii)
	case list:
		return appendList(b, v, indent, ascii)
	case flatList:
		return appendFlat(b, v, indent, ascii)
	case inline:
		b = append(b, '{')
		for i, f := range v {
			if i > 0 {
				b = append(b, ", "...)
			}
			b = append(appendString(b, f.key, ascii), ": "...)
			b = appendJSON(b, flat(f.value), indent, ascii)
		}
		return append(b, '}')
	case string:
		return appendString(b, v, ascii)
	case float64:
		return append(b, unit.Exact(v)...)
	case int:
		return strconv.AppendInt(b, int64(v), 10)
	case uint64:
		return strconv.AppendUint(b, v, 10)
	case bool:
		return strconv.AppendBool(b, v)
	case nil:
		return append(b, "null"...)
	}
	panic(fmt.Sprintf("report: no JSON for %T", v))
}

// flat makes what is inside an inline object inline too.
func flat(v any) any {
	switch v := v.(type) {
	case object:
		return inline(v)
	case list:
		out := make(list, len(v))
		for i := range v {
			out[i] = flat(v[i])
		}
		return flatList(out)
	}
	return v
}

// flatList is a list printed on one line whatever it holds.
type flatList list

func appendFields(b []byte, fields object, indent string, ascii bool) []byte {
	if len(fields) == 0 {
		return append(b, "{}"...)
	}
	b = append(b, '{')
	for i, f := range fields {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, "\n"+indent+step...)
		b = append(appendString(b, f.key, ascii), ": "...)
		b = appendJSON(b, f.value, indent+step, ascii)
	}
	return append(b, "\n"+indent+"}"...)
}

func appendList(b []byte, l list, indent string, ascii bool) []byte {
	deep := false
	for _, v := range l {
		switch v.(type) {
		case object, inline, list:
			deep = true
		}
	}
	if !deep {
		return appendFlat(b, flatList(l), indent, ascii)
	}
	b = append(b, '[')
	for i, v := range l {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, "\n"+indent+step...)
		b = appendJSON(b, v, indent+step, ascii)
	}
	return append(b, "\n"+indent+"]"...)
}

func appendFlat(b []byte, l flatList, indent string, ascii bool) []byte {
	b = append(b, '[')
	for i, v := range l {
		if i > 0 {
			b = append(b, ", "...)
		}
		b = appendJSON(b, v, indent, ascii)
	}
	return append(b, ']')
}

// appendString quotes s. Text that is not UTF-8 has its broken bytes replaced, and characters that could be taken for the end of a script are left alone,
// since this is a file and not a page.
func appendString(b []byte, s string, ascii bool) []byte {
	var buf strings.Builder
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(s) // a string into memory: cannot fail
	quoted := strings.TrimSuffix(buf.String(), "\n")
	if !ascii {
		return append(b, quoted...)
	}
	for _, r := range quoted {
		switch {
		case r < utf8.RuneSelf:
			b = append(b, byte(r))
		case r > 0xffff:
			high, low := utf16.EncodeRune(r)
			b = fmt.Appendf(b, `\u%04x\u%04x`, high, low)
		default:
			b = fmt.Appendf(b, `\u%04x`, r)
		}
	}
	return b
}
