namespace NeuralNet.Explainability;

/// <summary>
/// Why one output of one row is what it is: a value for each feature. Methods that share the prediction out among the features
/// also have a base value, so that prediction ≈ base value + sum of the values, and say by how much they miss it: the residual.
/// Written as text it is a table.
/// </summary>
public sealed class Attribution
{
    private readonly string[]? contents;

    internal Attribution(
        string method, int output, Tensor input, Features features, double[] values, double prediction,
        double? baseValue = null, string[]? contents = null)
    {
        Method = method;
        Output = output;
        Input = input;
        Features = features;
        Values = values;
        Prediction = prediction;
        BaseValue = baseValue;
        this.contents = contents;
    }

    /// <summary>The name of the method that found it.</summary>
    public string Method { get; }

    /// <summary>The number of the output that is explained.</summary>
    public int Output { get; }

    /// <summary>
    /// The label of the output, such as the name of the class; of a single output that tells two classes apart the second one's. Null if
    /// the model has no <see cref="Model.Labels"/> or is not known.
    /// </summary>
    public string? OutputName { get; internal set; }

    /// <summary>The row that was explained, in its own shape without a batch axis.</summary>
    public Tensor Input { get; }

    /// <summary>The features that the values belong to.</summary>
    public Features Features { get; }

    /// <summary>How much is due to each feature, in the order of <see cref="Features"/>.</summary>
    public IReadOnlyList<double> Values { get; }

    /// <summary>The value due to the feature of this name.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists those there are.</exception>
    public double this[string feature] => Values[Features.IndexOf(feature, nameof(feature))];

    /// <summary>What the model gave for the row.</summary>
    public double Prediction { get; }

    /// <summary>What the model gives for the baseline, or on average for the background. Null for methods that have neither.</summary>
    public double? BaseValue { get; }

    /// <summary>The sum of the values.</summary>
    public double Sum => Values.Sum();

    /// <summary>What the values leave unexplained: prediction − base value − sum. Null for methods without a base value.</summary>
    public double? Residual => Prediction - BaseValue - Sum;

    /// <summary>The standard error of each value, for methods that estimate it from a sample; else null.</summary>
    public IReadOnlyList<double>? StandardErrors { get; internal init; }

    /// <summary>R² of the simple model that stands for the real one near the row, 1 if it fits perfectly (LIME); else null.</summary>
    public double? LocalFidelity { get; internal init; }

    /// <summary>
    /// A warning about the values, where there is reason for one: the final activation is saturated at the row, so that all of them are
    /// nearly 0. Else null.
    /// </summary>
    public string? Note { get; internal set; }

    /// <summary>The features by the size of their values, the greatest first, whatever the sign.</summary>
    public IReadOnlyList<FeatureAttribution> Ranking =>
        [.. Enumerable.Range(0, Features.Count).OrderByDescending(feature => Math.Abs(Values[feature])).Select(At)];

    /// <summary>
    /// The values in the shape of the row, as a map over an image: each value of the row has its own, and a group's is shared out
    /// evenly, so that the sum stays.
    /// </summary>
    public Tensor ToTensor()
    {
        var map = new Tensor(Input.Shape);
        for (int feature = 0; feature < Features.Count; feature++)
        {
            ReadOnlySpan<int> columns = Features.ColumnSpan(feature);
            foreach (int column in columns)
                map.AsSpan()[column] = (float)(Values[feature] / columns.Length);
        }

        return map;
    }

    /// <summary>The explanation as a JSON object.</summary>
    public string ToJson() => AttributionJson.Write(this);

    /// <summary>The explanation as a table, the greatest values first: feature, content, value, and a bar.</summary>
    public override string ToString() => AttributionText.Write(this);

    /// <summary>The line of one feature.</summary>
    internal FeatureAttribution At(int feature) =>
        new(Features.Names[feature], contents?[feature] ?? Features.Describe(feature, Input.AsSpan()), Values[feature]);
}
