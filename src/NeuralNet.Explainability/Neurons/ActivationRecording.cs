using System.Globalization;
using System.Numerics.Tensors;
using System.Text;

namespace NeuralNet.Explainability;

/// <summary>The activations of every neuron of every layer for some inputs. As text, the recording is a table of the layers.</summary>
public sealed class ActivationRecording
{
    private readonly IReadOnlyList<string> paths;

    internal ActivationRecording(IReadOnlyList<(Layer Layer, Tensor Output)> layers, IReadOnlyList<string> paths) =>
        (Layers, this.paths) = (layers, paths);

    /// <summary>The layers in order of computation with their outputs, inputs as rows; a layer that is used twice is there twice.</summary>
    public IReadOnlyList<(Layer Layer, Tensor Output)> Layers { get; }

    /// <summary>
    /// Gets the output of the layer of this name, inputs as rows; if the layer is used twice, that of its first use. A layer within others
    /// has a path, <c>encoder/dense</c>.
    /// </summary>
    /// <exception cref="ArgumentException">There is no such layer; the message lists the layers.</exception>
    public Tensor this[string layerName]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(layerName);
            for (int i = 0; i < paths.Count; i++)
            {
                if (paths[i] == layerName)
                    return Layers[i].Output;
            }

            throw Neurons.NoSuchLayer(layerName, paths);
        }
    }

    /// <summary>
    /// Returns for each layer the number of its neurons, the range and mean of their activations, and the fraction of those above 0.
    /// </summary>
    public override string ToString()
    {
        int width = paths.Max(path => path.Length);
        var text = new StringBuilder().AppendLine(
            CultureInfo.InvariantCulture,
            $"{"layer".PadRight(width)}  {"neurons",8}  {"minimum",10}  {"mean",10}  {"maximum",10}  {"above 0",8}");
        foreach ((string path, Tensor output) in paths.Zip(Layers.Select(pair => pair.Output)))
        {
            ReadOnlySpan<float> values = output.AsSpan();
            int positive = 0;
            foreach (float value in values)
                positive += value > 0 ? 1 : 0;
            (float minimum, float mean, float maximum) =
                (TensorPrimitives.Min(values), TensorPrimitives.Sum(values) / values.Length, TensorPrimitives.Max(values));
            text.Append(CultureInfo.InvariantCulture, $"{path.PadRight(width)}  {output.RowLength,8}  {minimum,10:0.0000}  ")
                .AppendLine(CultureInfo.InvariantCulture,
                    $"{mean,10:0.0000}  {maximum,10:0.0000}  {(double)positive / values.Length,8:P0}");
        }

        return text.ToString().TrimEnd();
    }
}
