package profile

import (
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/capplan/capplan/internal/foreign"
	"github.com/capplan/capplan/internal/ledger"
	"github.com/capplan/capplan/internal/quantity"
	"github.com/capplan/capplan/internal/suggest"
)

// Ledgers is the folder of the built-in ledgers. A ledger is no profile: it names chips of the library, and no profile names it.
const Ledgers Kind = "ledgers"

// The keys of a ledger, of its tables and of a commitment.
var (
	ledgerHead = []headKey{
		{name: "id", required: true}, {name: "name", required: true}, {name: "party", required: true}, {name: "description"},
		{name: "as_of", form: date, required: true}, {name: "vendor"},
	}
	ledgerTables     = []string{"event", "realisation", "commitments", "sources"}
	eventKeys        = []string{"date", "name"}
	correlationKey   = "correlation"
	commitmentKeys   = slices.Concat(commitmentFacts, []string{"power", "money", "chip", "chips", "chip_power", "basis", "source", "sources", "note", "as_of"})
	commitmentFacts  = []string{"parties", "date", "vendor", "layer", "status", "binding", "boundary", "schedule", "start", "end", "part_of", "replaces"}
	commitmentNeeded = []string{"parties", "date", "layer", "status", "binding"}
)

// UnknownLedgerError says that there is no built-in ledger of a name.
type UnknownLedgerError struct {
	Name  string
	Meant string // a name that is near, or empty
}

// Error implements the error interface.
func (e *UnknownLedgerError) Error() string {
	msg := "unknown ledger " + foreign.Quote(e.Name)
	if e.Meant != "" {
		msg += "; did you mean " + e.Meant + "?"
	}
	return msg + " (capplan ledger lists the built-in ones; a file ends in " + extension + ")"
}

// LedgerIDs lists the ids of the built-in ledgers, in order, without reading any file.
func (l *Library) LedgerIDs() []string {
	files, err := fs.ReadDir(l.builtin, string(Ledgers))
	if err != nil {
		return nil
	}
	var out []string
	for _, f := range files {
		if isProfile(f.Name()) {
			out = append(out, idOf(f.Name()))
		}
	}
	slices.Sort(out)
	return out
}

// Ledger returns the built-in ledger of that id; case does not count. The error is an [*UnknownLedgerError], or the [Problems] of the file.
func (l *Library) Ledger(name string) (*ledger.Ledger, error) {
	id := strings.ToLower(name)
	if !slices.Contains(l.LedgerIDs(), id) {
		return nil, &UnknownLedgerError{Name: name, Meant: suggest.Suggest(id, l.LedgerIDs())}
	}
	file := path.Join(string(Ledgers), id+extension)
	data, err := fs.ReadFile(l.builtin, file)
	if err != nil {
		return nil, unreadable(builtinFolder+"/"+file, err)
	}
	return l.parseLedger(builtinFolder+"/"+file, data, tested)
}

// ParseLedger reads a ledger; "-" stands for a nameless text. Chips are looked up in the library. The error is of type [Problems] and holds everything that is
// wrong.
func (l *Library) ParseLedger(file string, data []byte) (*ledger.Ledger, error) {
	return l.parseLedger(file, data, asked)
}

// ReadAll returns what a stream holds, up to the size from which a file is refused.
func ReadAll(name string, from io.Reader) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(from, maxSize+1))
	if err != nil {
		return nil, unreadable(name, err)
	}
	if len(data) > maxSize {
		return nil, tooLarge(name)
	}
	return data, nil
}

func (l *Library) parseLedger(file string, data []byte, st standing) (*ledger.Ledger, error) {
	s, err := decodable(file, string(data))
	if err != nil {
		return nil, err
	}
	t := newText(file, s)
	o := scan(s, false)
	defer o.release()
	if problems := decode(t, o, st); problems != nil {
		return nil, problems
	}
	r := &ledgerReader{library: l, out: &ledger.Ledger{Origin: file, Realisation: map[ledger.Status]quantity.Value{}}}
	r.reader = &reader{t: t, schema: &schema{kind: Ledgers, head: ledgerHead, inputs: &group{}}, root: o.root, doc: &document{head: map[string]any{}}}
	return r.read()
}

// ledgerReader turns the keys of a file into a ledger.
type ledgerReader struct {
	*reader
	library *Library
	out     *ledger.Ledger
}

func (r *ledgerReader) read() (*ledger.Ledger, error) {
	r.readSources()
	for _, n := range r.root.kids {
		r.key(n)
	}
	r.required()
	r.uncited()
	out, text := r.out, r.doc.text
	out.ID, out.Name, out.Party, out.Description = text("id"), text("name"), text("party"), text("description")
	out.AsOf, out.Vendor = text("as_of"), text("vendor")
	out.Sources = r.doc.sources
	if len(out.Commitments) == 0 && r.root.kid("commitments") == nil {
		r.report(0, "commitments", "missing", "write [commitments.NAME] for each")
	}
	if len(r.problems) == 0 { // what a faulty value means beside another is anybody's guess
		for _, f := range out.Check() {
			r.fault(f)
		}
	}
	if r.more > 0 {
		return nil, append(r.problems, r.t.problem(len(r.t.s), "", fmt.Sprintf("%d more problems", r.more), "is this the right file?"))
	}
	if err := r.problems.sorted(); err != nil {
		return nil, err
	}
	return out, nil
}

// key reads one key of the top of the file.
func (r *ledgerReader) key(n *node) {
	if i := slices.IndexFunc(ledgerHead, func(k headKey) bool { return k.name == n.name }); i >= 0 {
		r.headKey(n, ledgerHead[i])
		return
	}
	if !slices.Contains(ledgerTables, n.name) {
		var known []string
		for _, k := range ledgerHead {
			known = append(known, k.name)
		}
		r.unknown(n, append(known, ledgerTables...))
		return
	}
	if !n.isTable() {
		if n.name != "sources" { // which has been read
			r.report(n.val, n.path(), "must be a table, not "+describe(n.value), "write ["+n.name+"]")
		}
		return
	}
	switch n.name {
	case "event":
		r.event(n)
	case "realisation":
		r.realisation(n)
	case "commitments":
		for _, k := range n.kids {
			r.commitment(k)
		}
	}
}

func (r *ledgerReader) event(n *node) {
	for _, k := range n.kids {
		switch k.name {
		case "date":
			r.out.Event.Date, _ = r.date(k)
		case "name":
			r.out.Event.Name, _ = r.line(k)
		default:
			r.unknown(k, eventKeys)
		}
	}
	for _, k := range eventKeys {
		if n.kid(k) == nil {
			r.report(n.key, n.path()+"."+k, "missing", "an event has "+list(eventKeys))
		}
	}
}

func (r *ledgerReader) realisation(n *node) {
	known := append(names(ledger.Statuses), correlationKey)
	for _, k := range n.kids {
		switch {
		case k.name == correlationKey:
			if v, ok := r.value(k, ledger.Correlation.Spec); ok {
				r.out.Correlation = v
			}
		case slices.Contains(known, k.name):
			if v, ok := r.value(k, ledger.Realisation.Spec); ok {
				r.out.Realisation[ledger.Status(k.name)] = v
			}
		default:
			r.unknown(k, known)
		}
	}
}

// names are the texts of some constants.
func names[T ~string](list []T) []string {
	out := make([]string, len(list))
	for i, x := range list {
		out[i] = string(x)
	}
	return out
}

// fault puts a fault between entries where the file says it: at the value that is to blame, or at the table that lacks it.
func (r *ledgerReader) fault(f ledger.Fault) {
	table := r.root
	if f.ID != "" {
		table = r.root.kid("commitments").kid(f.ID)
	}
	keys := [][]string{strings.Split(f.Key, ".")}
	if f.Key == "chip" {
		keys = append(keys, []string{"chips"})
	}
	for _, key := range keys {
		n := table
		for _, part := range key {
			if n != nil {
				n = n.kid(part)
			}
		}
		if n != nil {
			r.report(n.val, n.path(), f.Message, f.Advice)
			return
		}
	}
	r.report(table.key, strings.TrimPrefix(table.path()+"."+f.Key, "."), f.Message, f.Advice)
}

// origin is the place of a key.
func (r *ledgerReader) origin(n *node) string { return r.t.file + ":" + strconv.Itoa(r.t.line(n.key)) }
