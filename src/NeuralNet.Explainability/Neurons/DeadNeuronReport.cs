using System.Globalization;
using System.Numerics.Tensors;
using System.Text;

namespace NeuralNet.Explainability;

/// <summary>
/// The neurons whose activation is the same for every row of a data set: dead ones, which are always 0, such as ReLU neurons whose input is
/// never positive, and saturated ones, which always have one other value. They cost time and carry no information.
/// </summary>
public sealed class DeadNeuronReport
{
    private DeadNeuronReport(int rows, IReadOnlyList<LayerReport> layers)
    {
        Rows = rows;
        Layers = layers;
    }

    /// <summary>The number of rows.</summary>
    public int Rows { get; }

    /// <summary>The layers with parameters or an activation, in order of computation.</summary>
    public IReadOnlyList<LayerReport> Layers { get; }

    /// <summary>The number of dead neurons in all layers.</summary>
    public int DeadCount => Layers.Sum(layer => layer.Dead.Count);

    /// <summary>Finds the dead and the saturated neurons of every layer.</summary>
    /// <param name="model">The model, of one input and one output.</param>
    /// <param name="x">The rows; at least two, preferably all of a data set.</param>
    /// <param name="cancellationToken">Cancels the work between two batches.</param>
    /// <exception cref="ArgumentException">
    /// There are less than two rows, their shape does not fit, a value is not finite, or the model has several inputs or outputs.
    /// </exception>
    /// <exception cref="InvalidOperationException">An activation is NaN or infinite.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public static DeadNeuronReport Of(Model model, Tensor x, CancellationToken cancellationToken = default)
    {
        Neurons.RequireSingle(model);
        ArgumentNullException.ThrowIfNull(x);
        Tensor rows = Data.Rows(x, model.InputShapes[0], nameof(x));
        if (rows.Rows < 2)
            throw new ArgumentException("Every neuron is constant over one row; give at least two.", nameof(x));
        const int batch = 1024;
        List<LayerRange> ranges = [];
        for (int start = 0; start < rows.Rows; start += batch)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int count = Math.Min(batch, rows.Rows - start);
            var part = new Tensor(
                rows.Shape.WithoutBatch().WithBatch(count), rows.AsSpan().Slice(start * rows.RowLength, count * rows.RowLength));
            (Layer Layer, Tensor Output)[] outputs = [.. model.LayerOutputs(part, cancellationToken: cancellationToken)
                .Where(pair => pair.Layer.Parameters.Count > 0 || pair.Layer.FinalActivation is not null)];
            if (start == 0)
                ranges = [.. outputs.Select(pair => new LayerRange(model.PathOf(pair.Layer), pair.Output.Row(0)))];
            for (int i = 0; i < outputs.Length; i++)
                ranges[i].Include(outputs[i].Output);
        }

        return new DeadNeuronReport(rows.Rows, [.. ranges.Select(range => range.Report())]);
    }

    /// <summary>Returns for each layer the number of dead and of saturated neurons, and their indices.</summary>
    public override string ToString()
    {
        var text = new StringBuilder().AppendLine(CultureInfo.InvariantCulture, $"Neurons that are constant over all {Rows} rows");
        foreach (LayerReport layer in Layers)
        {
            text.Append(CultureInfo.InvariantCulture, $"{layer.LayerName}: {layer.Dead.Count} dead, ")
                .Append(CultureInfo.InvariantCulture, $"{layer.Saturated.Count} saturated of {layer.Neurons}")
                .Append(Numbers("dead", layer.Dead)).AppendLine(Numbers("saturated", layer.Saturated));
        }

        return text.ToString().TrimEnd();

        static string Numbers(string what, IReadOnlyList<int> neurons) => neurons.Count == 0
            ? ""
            : $"; {what}: {string.Join(", ", neurons.Take(20))}{(neurons.Count > 20 ? ", …" : "")}";
    }

    /// <summary>The neurons of one layer.</summary>
    /// <param name="LayerName">The name of the layer; for a layer within others, its path.</param>
    /// <param name="Neurons">The number of neurons of the layer.</param>
    /// <param name="Dead">The indices of the neurons that are always 0.</param>
    /// <param name="Saturated">The indices of the neurons that always have one other value.</param>
    public sealed record LayerReport(string LayerName, int Neurons, IReadOnlyList<int> Dead, IReadOnlyList<int> Saturated);

    /// <summary>The minimum and the maximum activation of each neuron of a layer so far.</summary>
    private sealed class LayerRange(string layerName, ReadOnlySpan<float> first)
    {
        private readonly float[] minimum = first.ToArray(), maximum = first.ToArray();

        public void Include(Tensor outputs)
        {
            for (int row = 0; row < outputs.Rows; row++)
            {
                TensorPrimitives.Min(minimum, outputs.Row(row), minimum);
                TensorPrimitives.Max(maximum, outputs.Row(row), maximum);
            }
        }

        public LayerReport Report()
        {
            for (int neuron = 0; neuron < minimum.Length; neuron++)
            {
                Explainability.Neurons.RequireFinite(minimum[neuron], layerName, neuron);
                Explainability.Neurons.RequireFinite(maximum[neuron], layerName, neuron);
            }

            int[] silent = [.. Enumerable.Range(0, minimum.Length).Where(neuron => minimum[neuron] == maximum[neuron])];
            return new LayerReport(
                layerName, minimum.Length, [.. silent.Where(neuron => minimum[neuron] == 0)],
                [.. silent.Where(neuron => minimum[neuron] != 0)]);
        }
    }
}
