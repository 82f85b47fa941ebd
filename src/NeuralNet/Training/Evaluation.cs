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
    /// <exception cref="KeyNotFoundException">There is none of this name; the message lists those there are.</exception>
    public double this[string name] => Results[name];

    /// <summary>
    /// The values of a result by its name: <c>Values("f1_score")</c> has one for each class where the metric judges each class for itself,
    /// as <see cref="F1Score"/> does by default, and one for each threshold where <see cref="Precision"/> or <see cref="Recall"/> was given
    /// several; the result is their mean. Of any other metric it has the result alone.
    /// </summary>
    /// <exception cref="KeyNotFoundException">There is none of this name; the message lists those there are.</exception>
    public IReadOnlyList<double> Values(string name) => Results.Values(name);

    /// <inheritdoc/>
    public override string ToString() =>
        string.Join(" - ", Results.Select(pair => FormattableString.Invariant($"{pair.Key}: {pair.Value:F4}")));
}
