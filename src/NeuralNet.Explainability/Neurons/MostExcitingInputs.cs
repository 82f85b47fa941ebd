namespace NeuralNet.Explainability;

/// <summary>The rows of a data set to which one neuron says most: what it looks out for, shown by examples.</summary>
public static class MostExcitingInputs
{
    /// <summary>Finds the rows with the greatest output of a neuron, the greatest first; of equal ones the earlier.</summary>
    /// <param name="model">The model, of one input and one output.</param>
    /// <param name="x">The rows to look through.</param>
    /// <param name="layerName">The name of the neuron's layer.</param>
    /// <param name="neuron">The number of the neuron in its layer, counted from 0 in row-major order.</param>
    /// <param name="count">How many rows are wanted; 10 by default.</param>
    /// <param name="cancellationToken">Ends the work between two batches.</param>
    /// <returns>The numbers of the rows with what the neuron says to them; all rows if there are fewer.</returns>
    /// <exception cref="ArgumentException">
    /// There is no such layer, x has another shape, no rows, or contains NaN, or the model has several inputs or outputs.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such neuron, or the count is less than one.</exception>
    /// <exception cref="InvalidOperationException">What the neuron says is NaN or infinite.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public static IReadOnlyList<(int Row, float Activation)> Of(
        Model model, Tensor x, string layerName, int neuron, int count = 10, CancellationToken cancellationToken = default)
    {
        Neurons.RequireSingle(model);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentNullException.ThrowIfNull(x);
        Tensor rows = Data.Rows(x, model.InputShapes[0], nameof(x));
        Model part = Neurons.PartUpTo(model, rows.Shape.WithoutBatch(), layerName, neuron);
        Tensor outputs = part.Predict(rows, cancellationToken: cancellationToken);
        return [.. Enumerable.Range(0, outputs.Rows)
            .Select(row => (row, Neurons.RequireFinite(outputs.Row(row)[neuron], layerName, neuron)))
            .OrderByDescending(pair => pair.Item2).Take(count)];
    }
}
