namespace NeuralNet;

/// <summary>The loss and the metrics of a model on some data.</summary>
public sealed class Evaluation
{
    internal Evaluation(Logs results) => Results = results;

    /// <summary>The mean loss of the samples, regularization included.</summary>
    public double Loss => Results["loss"];

    /// <summary>All results: the loss first, then the metrics in the order of Compile.</summary>
    public Logs Results { get; }

    /// <summary>A result by its name, such as <c>"accuracy"</c>.</summary>
    /// <exception cref="KeyNotFoundException">There is no figure of this name; the message lists the existing ones.</exception>
    public double this[string name] => Results[name];

    /// <summary>
    /// The values of a result by its name: <c>Values("f1_score")</c> has one value for each class if the metric evaluates each class, as
    /// <see cref="F1Score"/> does by default, and one for each threshold if <see cref="Precision"/> or <see cref="Recall"/> has several;
    /// the result is their mean. For any other metric, the only value is the result.
    /// </summary>
    /// <exception cref="KeyNotFoundException">There is no figure of this name; the message lists the existing ones.</exception>
    public IReadOnlyList<double> Values(string name) => Results.Values(name);

    /// <inheritdoc/>
    public override string ToString() =>
        string.Join(" - ", Results.Select(pair => FormattableString.Invariant($"{pair.Key}: {pair.Value:F4}")));
}
