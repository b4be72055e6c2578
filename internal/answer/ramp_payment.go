package answer

import (
	"fmt"
	"math"

	"github.com/capplan/capplan/internal/ramp"
)

// paymentMeans says, by way of paying, what payments hold and what they leave out: the same number means different things to an owner and to a customer.
var paymentMeans = map[int]string{
	ramp.AsService: "Payments are a quarter of the yearly cost of what is installed, and replacements: no margin of a provider is in them, " +
		"and capital recovery goes on for as long as a system stands, beyond finance.life_compute, too.",
	ramp.AsPurchase: "Payments are systems and halls when they come, operation and electricity; what is still worth something at the end is not taken off.",
	ramp.AsLease:    "Payments are systems when they come, the rent of the hall, operation and electricity; what is still worth something at the end is not taken off.",
}

// notePayment says what a payment holds, and by which convention it is discounted.
func (a *Ramp) notePayment(r rampResults) {
	last := len(a.Periods) - 1
	if math.IsNaN(r.total(last, ramp.PaidToDate.Spec).Point) {
		return
	}
	a.Notes = append(a.Notes, Note{Code: "payment", Message: fmt.Sprintf("%s Prices stay as they are. Present value: discounted at finance.wacc from the middle of each quarter to the beginning of %s.",
		paymentMeans[a.Fleet.Payment], a.Periods[0].Quarter)})
}
