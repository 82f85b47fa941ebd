using System.Globalization;

namespace NeuralNet.Onnx;

/// <summary>(x − mean)/√(variance + ε) of each row, with the γ and β that may follow: a LayerNormalization.</summary>
internal sealed class StandardizedRows(
    Node rows, float epsilon, OperatorNode last, ConstantValue? gamma = null, ConstantValue? beta = null) : ImportedValue
{
    public override Shape Shape => rows.Shape;

    public override AxisSize[] SizesIn(NodeSizes known) => known.Of(rows);

    protected override string Description => "standardized rows";

    /// <summary>Returns these rows with a further list, γ before β; null if the list is neither.</summary>
    public StandardizedRows? With(OperatorNode node, ConstantValue list)
    {
        if (list.VectorLength != rows.Shape.Last || list.Sizes.Length > rows.Shape.Rank + 1 || beta is not null)
            return null;
        return node.Type switch
        {
            "Mul" when gamma is null => new StandardizedRows(rows, epsilon, node, list),
            "Add" => new StandardizedRows(rows, epsilon, node, gamma, list),
            _ => null,
        };
    }

    protected override Node MakeNode()
    {
        if (gamma is null && beta is null)
            return rows.Add(new LayerNormalization(epsilon: epsilon, center: false, scale: false, name: last.LayerName()));
        string key = last.WeightsKey(gamma, beta) + epsilon.ToString(CultureInfo.InvariantCulture);
        return rows.Add(last.Context.Shared("standardized\n" + key, () =>
        {
            var made = new LayerNormalization(epsilon: epsilon, center: beta is not null, scale: gamma is not null, name: last.LayerName());
            if (gamma is not null)
                last.Context.Weights.Add(made, "gamma", gamma.ToFloats);
            if (beta is not null)
                last.Context.Weights.Add(made, "beta", beta.ToFloats);
            return made;
        }));
    }
}
