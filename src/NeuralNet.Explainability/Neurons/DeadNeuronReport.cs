using System.Globalization;
using System.Numerics.Tensors;
using System.Text;

namespace NeuralNet.Explainability;

/// <summary>
/// The neurons that say the same to every row of a data set: dead ones, which always say 0, as ReLU neurons do that were pushed out
/// of reach, and saturated ones, which always say the same other number. They cost time and tell nothing.
/// </summary>
public sealed class DeadNeuronReport
{
    private DeadNeuronReport(int rows, IReadOnlyList<LayerReport> layers)
    {
        Rows = rows;
        Layers = layers;
    }

    /// <summary>How many rows were looked at.</summary>
    public int Rows { get; }

    /// <summary>The layers with parameters or an activation, in order of computation.</summary>
    public IReadOnlyList<LayerReport> Layers { get; }

    /// <summary>The number of dead neurons in all layers.</summary>
    public int DeadCount => Layers.Sum(layer => layer.Dead.Count);

    /// <summary>Looks at every neuron.</summary>
    /// <param name="model">The model, of one input and one output.</param>
    /// <param name="x">The rows; at least two, and better all there are.</param>
    /// <param name="cancellationToken">Ends the work between two batches.</param>
    /// <exception cref="ArgumentException">
    /// There are less than two rows, their shape does not fit, a value is not finite, or the model has several inputs or outputs.
    /// </exception>
    /// <exception cref="InvalidOperationException">What a neuron says is NaN or infinite.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public static DeadNeuronReport Of(Model model, Tensor x, CancellationToken cancellationToken = default)
    {
        Neurons.RequireSingle(model);
        ArgumentNullException.ThrowIfNull(x);
        Tensor rows = Data.Rows(x, model.InputShapes[0], nameof(x));
        if (rows.Rows < 2)
            throw new ArgumentException("To one row every neuron says the same; give at least two.", nameof(x));
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

    /// <summary>For each layer how many of its neurons are dead or saturated, and which.</summary>
    public override string ToString()
    {
        var text = new StringBuilder().AppendLine(CultureInfo.InvariantCulture, $"Neurons that say the same to all of {Rows} rows");
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
    /// <param name="LayerName">The layer's name; of one within others its path.</param>
    /// <param name="Neurons">How many neurons it has.</param>
    /// <param name="Dead">The numbers of those that always say 0.</param>
    /// <param name="Saturated">The numbers of those that always say the same other number.</param>
    public sealed record LayerReport(string LayerName, int Neurons, IReadOnlyList<int> Dead, IReadOnlyList<int> Saturated);

    /// <summary>The least and the greatest that each neuron of a layer has said so far.</summary>
    private sealed class LayerRange(string layerName, ReadOnlySpan<float> first)
    {
        private readonly float[] least = first.ToArray(), greatest = first.ToArray();

        public void Include(Tensor outputs)
        {
            for (int row = 0; row < outputs.Rows; row++)
            {
                TensorPrimitives.Min(least, outputs.Row(row), least);
                TensorPrimitives.Max(greatest, outputs.Row(row), greatest);
            }
        }

        public LayerReport Report()
        {
            for (int neuron = 0; neuron < least.Length; neuron++)
            {
                Explainability.Neurons.RequireFinite(least[neuron], layerName, neuron);
                Explainability.Neurons.RequireFinite(greatest[neuron], layerName, neuron);
            }

            int[] silent = [.. Enumerable.Range(0, least.Length).Where(neuron => least[neuron] == greatest[neuron])];
            return new LayerReport(
                layerName, least.Length, [.. silent.Where(neuron => least[neuron] == 0)], [.. silent.Where(neuron => least[neuron] != 0)]);
        }
    }
}
