package plots_test

import (
	"bytes"
	"fmt"

	"github.com/capplan/capplan/plots"
)

func ExampleRender() {
	const mega = 1e6
	chart := plots.Waterfall{
		Amount: "2 GW", Boundary: "facility power (utility meter)",
		System: "Example One", Vendor: "Example",
		Draws: 16384,
		Steps: []plots.Step{
			{Label: "Facility power", Watts: 2000 * mega, Kind: plots.Total},
			{Label: "Cooling and losses", Detail: "PUE 1.25", Watts: 400 * mega, Kind: plots.Loss},
			{Label: "IT power", Watts: 1600 * mega, Low: 1500 * mega, High: 1700 * mega, Kind: plots.Total},
			{Label: "Hosts and network", Watts: 600 * mega, Kind: plots.Loss},
			{Label: "Chips", Watts: 1000 * mega, Low: 900 * mega, High: 1120 * mega, Kind: plots.Final},
		},
		Meta: plots.Meta{Source: "invented figures", Product: "capplan", Recipe: `{"start":"2 GW"}`},
	}
	var file bytes.Buffer
	if err := plots.Render(chart, &file, plots.PNG, plots.Options{Width: 800, Height: 500}); err != nil {
		fmt.Println(err)
		return
	}
	back, err := plots.ReadEmbedded(&file)
	fmt.Println(plots.Title(chart))
	fmt.Println(back.Recipe, err)
	// Output:
	// Of 2 GW of facility power, 1 GW reaches the chips
	// {"start":"2 GW"} <nil>
}

func ExampleTitle() {
	fmt.Println(plots.Title(plots.Ridges{
		Amount: "2 GW", Boundary: "facility power (utility meter)", Quantity: "chips",
		Rows: []plots.Ridge{
			{Name: "Example One", P5: 1.7e6, P50: 1.92e6, P95: 2.1e6},
			{Name: "Example Two", P5: 0.7e6, P50: 0.80e6, P95: 0.9e6},
		},
	}))
	// Output: 2 GW feeds 2.4 times as many Example One as Example Two chips
}
