namespace NeuralNet.Explainability;

/// <summary>
/// The fall of the output when a feature is covered: f(x) − f(x with the feature replaced by the baseline). For images cover
/// patches, <c>features: Features.Patches([28, 28], 4)</c>; for texts name the tokens, <c>features: Features.Tokens(words)</c>,
/// and give the index of the unknown or padding token as baseline. Zeiler and Fergus, "Visualizing and understanding convolutional
/// networks", 2014.
/// </summary>
public sealed class Occlusion : PredictionExplainer
{
    private readonly float baseline;
    private readonly Features? features;

    /// <summary>Creates the explainer.</summary>
    /// <param name="predict">The model: outputs for each row. May be called from several threads at once.</param>
    /// <param name="features">Names and groups of the values of a row, each covered as a whole; each value on its own by default.</param>
    /// <param name="baseline">The value that replaces covered values; 0 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">The baseline is not finite.</exception>
    public Occlusion(Func<Tensor, Tensor> predict, Features? features = null, float baseline = 0)
        : base("Occlusion", predict)
    {
        this.features = features;
        this.baseline = Settings.Require(baseline, isValid: true, "a finite number");
    }

    /// <summary>Creates the explainer of a model, whose labels and feature names are used.</summary>
    /// <param name="model">The model, of one input and one output.</param>
    /// <inheritdoc cref="Occlusion(Func{Tensor, Tensor}, Features?, float)"/>
    public Occlusion(Model model, Features? features = null, float baseline = 0)
        : this(PredictionFunction.FunctionOf(model, "Occlusion"), features, baseline)
    {
    }

    private protected override Shape? RowShape => null;

    private protected override Attribution[] Explain(Tensor rows, float[] predictions, int output, Run run)
    {
        Features covered = Features.For(rows.Shape.WithoutBatch(), features, Function.Model);
        double[] outputs = Function.Means(rows.Rows * covered.Count, rowsPerItem: 1, rows.Shape.WithoutBatch(), Write, output, run);
        return [.. predictions.Select((prediction, row) => new Attribution(
            Method, output, Data.RowAt(rows, row), covered,
            [.. outputs.AsSpan(row * covered.Count, covered.Count).ToArray().Select(value => prediction - value)], prediction))];

        void Write(int item, int firstRow, Span<float> target)
        {
            rows.Row(item / covered.Count).CopyTo(target);
            foreach (int column in covered.ColumnSpan(item % covered.Count))
                target[column] = baseline;
        }
    }
}
