package report

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"

	"github.com/capplan/capplan/internal/answer"
)

// Recipe is the canonical question of an answer as one line of JSON: what a chart stores so that it can be made again. It names no path; that overlays were
// used it says, and what came of them is in the [InputHash].
func Recipe(a *answer.Answer) string { return QuestionRecipe(a.Question) }

// BriefingRecipe is the canonical question of a report as one line of JSON; see [Recipe].
func BriefingRecipe(q answer.Question) string {
	q.Command = briefingKind
	return QuestionRecipe(q)
}

// InputHash identifies everything that went into an answer: the question, and the distribution and evidence of every input. It changes when a result could.
func InputHash(a *answer.Answer) string {
	return hashOf(Recipe(a), a)
}

// hashOf identifies a question in these words and all inputs on which any quantity of the answer depends, whichever of them were asked for.
func hashOf(recipe string, a *answer.Answer) string {
	shared, members := a.Everything()
	b := appendJSON([]byte(recipe), inline(inputsTree(placeless(shared))), "", false)
	for i, m := range a.Members {
		b = appendJSON(append(b, m.ID...), inline(inputsTree(placeless(members[i]))), "", false)
	}
	b = appendJSON(b, correlations(a), "", false)
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// QuestionRecipe is the canonical question by itself; see [Recipe].
func QuestionRecipe(q answer.Question) string {
	return string(appendJSON(nil, inline(questionTree(q, true)), "", false))
}

// inputsHash identifies a question and the inputs that its answer shows.
func inputsHash(q answer.Question, inputs []answer.Input) string {
	b := appendJSON([]byte(QuestionRecipe(q)), inline(inputsTree(placeless(inputs))), "", false)
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// placeless are the inputs without the places where they were read, which differ between machines.
func placeless(inputs []answer.Input) []answer.Input {
	out := slices.Clone(inputs)
	for i := range out {
		out[i].Value.Origin = ""
	}
	return out
}
