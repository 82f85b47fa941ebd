namespace NeuralNet.Explainability.Tests;

/// <summary>The code about columns in the README of the package, word for word between the marks.</summary>
internal static class ColumnsCode
{
    public static (Attribution Why, AttributionSet All, Model Customers) Run(IRows rows)
    {
        // <readme>
        FeatureSpace space = new FeatureSpace()
            .FloatNormalized("age", missing: MissingValues.Indicator)
            .StringCategorical("job", missing: MissingValues.OwnCategory)
            .StringCategorical("city")
            .Cross(["job", "city"], crossingDim: 16)
            .Adapt(rows);
        Sequential customers = new Sequential(space, seed: 1).Dense(8, "tanh").Dense(1, "sigmoid");

        var explainer = new KernelShap(customers, background: space.Encode(rows));
        Attribution why = explainer.Explain(new Row { ["age"] = null, ["job"] = "nurse", ["city"] = "Bern" });
        Console.WriteLine(why);
        AttributionSet all = explainer.ExplainRows(rows);
        // </readme>
        return (why, all, customers);
    }
}
