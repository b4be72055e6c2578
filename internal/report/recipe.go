package report

import (
	"crypto/sha256"
	"encoding/hex"

	"github.com/capplan/capplan/internal/answer"
)

// Recipe is the canonical question of an answer as one line of JSON: what a chart stores so that it can be made again.
func Recipe(a *answer.Answer) string {
	return string(appendJSON(nil, inline(questionTree(a.Question)), "", false))
}

// InputHash identifies everything that went into an answer: the question, and the distribution and evidence of every input. It changes when a result could.
func InputHash(a *answer.Answer) string {
	b := appendJSON([]byte(Recipe(a)), inline(inputsTree(a.Inputs)), "", false)
	for _, m := range a.Members {
		b = appendJSON(append(b, m.ID...), inline(inputsTree(m.Inputs)), "", false)
	}
	b = appendJSON(b, correlations(a), "", false)
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}
