namespace NeuralNet.Explainability;

/// <summary>The rows of a data set with the highest activations of one neuron: examples of what the neuron detects.</summary>
public static class MaxActivatingInputs
{
    /// <summary>
    /// Returns the rows with the highest activations of a neuron, in descending order; among equal ones, the earlier row first.
    /// </summary>
    /// <param name="model">The model, of one input and one output.</param>
    /// <param name="x">The rows to search.</param>
    /// <param name="layerName">The name of the neuron's layer.</param>
    /// <param name="neuron">The index of the neuron in its layer, in row-major order.</param>
    /// <param name="count">The number of rows to return; 10 by default.</param>
    /// <param name="cancellationToken">Cancels the work between two batches.</param>
    /// <returns>The indices of the rows with the activations; all rows if there are fewer.</returns>
    /// <exception cref="ArgumentException">
    /// There is no such layer, x has another shape, no rows, or contains NaN, or the model has several inputs or outputs.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such neuron, or the count is less than one.</exception>
    /// <exception cref="InvalidOperationException">An activation is NaN or infinite.</exception>
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
