namespace NeuralNet.Explainability;

/// <summary>
/// The explanation of one output of one row: a value for each feature. Methods that share the prediction out among the features also have
/// a base value, so that prediction ≈ base value + sum of the values; the difference of the two sides is the residual. As text, the
/// explanation is a table.
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

    /// <summary>The name of the method that computed the values.</summary>
    public string Method { get; }

    /// <summary>The number of the output that is explained.</summary>
    public int Output { get; }

    /// <summary>
    /// The label of the output, such as the name of the class; for a single output that separates two classes, the label of the second.
    /// Null if the model has no <see cref="Model.Labels"/> or is not known.
    /// </summary>
    public string? OutputName { get; internal set; }

    /// <summary>The row that was explained, in its own shape without a batch axis.</summary>
    public Tensor Input { get; }

    /// <summary>The features that the values belong to.</summary>
    public Features Features { get; }

    /// <summary>The value of each feature, in the order of <see cref="Features"/>.</summary>
    public IReadOnlyList<double> Values { get; }

    /// <summary>Gets the value of the feature of this name.</summary>
    /// <exception cref="ArgumentException">There is no such feature; the message lists the features.</exception>
    public double this[string feature] => Values[Features.IndexOf(feature, nameof(feature))];

    /// <summary>The output of the model for the row.</summary>
    public double Prediction { get; }

    /// <summary>The output of the model for the baseline, or its mean over the background; null for methods that have neither.</summary>
    public double? BaseValue { get; }

    /// <summary>The sum of the values.</summary>
    public double Sum => Values.Sum();

    /// <summary>
    /// The part of the prediction that the values leave unexplained: prediction − base value − sum; null for methods without a base value.
    /// </summary>
    public double? Residual => Prediction - BaseValue - Sum;

    /// <summary>The standard error of each value, for methods that estimate the values from a sample; null for others.</summary>
    public IReadOnlyList<double>? StandardErrors { get; internal init; }

    /// <summary>
    /// R² of the simple model that replaces the real one near the row, 1 for a perfect fit (LIME); null for other methods.
    /// </summary>
    public double? LocalFidelity { get; internal init; }

    /// <summary>
    /// A warning about the values: the final activation is saturated at the row, so that all of them are nearly 0. Null if there is no
    /// reason for a warning.
    /// </summary>
    public string? Note { get; internal set; }

    /// <summary>The columns that the row was made of; null if it is not known as that of an encoder.</summary>
    internal EncodedColumns? Columns { get; set; }

    /// <summary>The features by the absolute value of their values, in descending order.</summary>
    public IReadOnlyList<FeatureAttribution> Ranking =>
        [.. Enumerable.Range(0, Features.Count).OrderByDescending(feature => Math.Abs(Values[feature])).Select(At)];

    /// <summary>
    /// Returns the values in the shape of the row, as a map over an image. The value of a group is divided evenly among its columns, so
    /// that the sum stays the same.
    /// </summary>
    public Tensor ToTensor()
    {
        var map = new Tensor(Input.Shape);
        for (int feature = 0; feature < Features.Count; feature++)
        {
            ReadOnlySpan<int> columns = Features.ColumnSpan(feature);
            foreach (int column in columns)
                map.AsSpan()[column] += (float)(Values[feature] / columns.Length);
        }

        return map;
    }

    /// <summary>
    /// Returns the explanation by the columns that the row was encoded from: a value for each column, the sum of the values of all features
    /// that are made of it. The value of a feature that is made of several columns, such as a cross, is divided evenly among them, so that
    /// prediction ≈ base value + sum holds as before. The standard errors remain if no column is a sum of several values.
    /// <see cref="Explainer.Explain(IRows, int?, int, IProgress{double}, CancellationToken)"/> has the texts of the row as contents.
    /// </summary>
    /// <exception cref="InvalidOperationException">
    /// The explainer was not created with a model that has encoders, or the explanation is by columns already.
    /// </exception>
    public Attribution ByColumn()
    {
        EncodedColumns columns = RequireColumns();
        return ColumnAttribution.Of(this, columns, columns.AsFeatures(Features), contents: null);
    }

    /// <exception cref="InvalidOperationException">The columns are not known.</exception>
    internal EncodedColumns RequireColumns() => Columns ?? throw new InvalidOperationException(
        "There are no columns to sum the values by: the explanation is by columns already, or its explainer was not created with a model "
        + "that has Encoders. Set them, and give the model itself to the explainer.");

    /// <summary>Returns the explanation as a JSON object.</summary>
    public string ToJson() => AttributionJson.Write(this);

    /// <summary>
    /// Returns the explanation as a table in descending order of the absolute values: feature, content, value, and a bar.
    /// </summary>
    public override string ToString() => AttributionText.Write(this);

    /// <summary>Returns the line of one feature.</summary>
    internal FeatureAttribution At(int feature) =>
        new(Features.Names[feature], contents?[feature] ?? Features.Describe(feature, Input.AsSpan()), Values[feature]);
}
