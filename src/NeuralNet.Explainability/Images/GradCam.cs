using System.Numerics.Tensors;

namespace NeuralNet.Explainability;

/// <summary>
/// Grad-CAM: a heat map of the places of an image that raise the output of a convolutional network, ReLU(Σₖ αₖ·Aₖ), where Aₖ is the map of
/// channel k that a layer computes, and αₖ the mean over the map of ∂y/∂Aₖ for the output y before its final activation. The map is
/// enlarged to the image by bilinear interpolation; the value of a pixel is not negative, and the values do not sum to the prediction.
/// <c>Plot.ImageHeatMap</c> draws the explanation. Selvaraju et al., "Grad-CAM: visual explanations from deep networks via gradient-based
/// localization", 2017.
/// </summary>
public sealed class GradCam : Explainer
{
    private readonly Model model;
    private readonly int node;
    private readonly DataFormat dataFormat;

    /// <summary>Creates the explainer.</summary>
    /// <param name="model">The model, of one input, which is an image, and one output.</param>
    /// <param name="layer">
    /// The name, or the path as in <c>encoder/conv</c>, of the layer whose maps are weighted; by default the last one that computes maps:
    /// the farther back a layer, the more its maps tell classes apart, and the coarser they are.
    /// </param>
    /// <param name="dataFormat">The order of the axes of images and maps; <see cref="DataFormat.ChannelsLast"/> by default.</param>
    /// <exception cref="ArgumentException">
    /// The model has several inputs or outputs, no layer computes maps, or there is no such layer or it computes no maps; the message lists
    /// the layers that do.
    /// </exception>
    public GradCam(Model model, string? layer = null, DataFormat dataFormat = DataFormat.ChannelsLast)
        : base("Grad-CAM")
    {
        SingleModel.Require(model, "Grad-CAM explains");
        (this.model, this.dataFormat) = (model, dataFormat);
        node = NodeOf(model, layer);
        LayerName = model.Graph.Nodes[node].Path;
    }

    /// <summary>The path of the layer whose maps are weighted.</summary>
    public string LayerName { get; }

    private protected override Shape RowShape => model.InputShapes[0];

    private protected override Model KnownModel => model;

    private protected override Attribution[] Explain(Tensor rows, int? output, Run run)
    {
        Shape image = rows.Shape.WithoutBatch();
        var layout = ImageLayout.Of(image, dataFormat, "row");
        Features pixels = Features.Pixels(image, layout);
        int[] outputs = OutputChoice.ForRows(
            rows.Rows, output, model.OutputShapesFor([rows])[0].WithoutBatch().Size, model, () => model.Predict(rows));
        var attributions = new Attribution[rows.Rows];
        var passes = new BufferPool<GradientPass>(() => new GradientPass(model, [image.WithBatch(1)]));
        Blocks.Run(rows.Rows, run, passes, (row, pass) =>
        {
            rows.Row(row).CopyTo(pass.Inputs[0].AsSpan());
            (double[] values, float prediction) = Explain(pass, layout, outputs[row]);
            attributions[row] = new Attribution(Method, outputs[row], Data.RowAt(rows, row), pixels, values, prediction);
        });
        return attributions;
    }

    private (double[] Values, float Prediction) Explain(GradientPass pass, ImageLayout image, int output)
    {
        pass.Forward();
        float prediction = PredictionFunction.RequireFinite(pass.Outputs[0].AsSpan()[output], output);
        OutputGradient.Choose(pass, output);
        double[]? map = null;
        ImageLayout maps = default;
        pass.Backward(part =>
        {
            if (part.Index == node)
            {
                maps = ImageLayout.Of(part.Output.Shape.WithoutBatch(), dataFormat, LayerName);
                map = WeightedSum(part.Output.AsSpan(), part.Frame.OutputGradient.AsSpan(), maps);
            }

            // The gradients before the layer are not needed.
            if (map is null)
                Backward(part);
        });
        return (Enlarge(map!, maps, image), prediction);
    }

    /// <summary>Runs the backward pass of a node, without the final activation of the model.</summary>
    private void Backward(NodePass part)
    {
        bool isOutput = part.Index == model.Graph.Outputs[0].Node;
        if (isOutput && part.Layer is Softmax)
        {
            part.Frame.OutputGradient.AsSpan().CopyTo(part.Frame.InputGradient!.AsSpan());
            return;
        }

        if (!isOutput && part.Layer.FinalActivation is { } activation && !activation.Is(Activation.Linear))
            activation.Differentiate(part.Frame.PreActivation, part.Output, part.Frame.OutputGradient);
        part.BackwardFromPreActivation();
    }

    /// <summary>Computes ReLU(Σₖ αₖ·Aₖ).</summary>
    private double[] WeightedSum(ReadOnlySpan<float> maps, ReadOnlySpan<float> gradients, ImageLayout layout)
    {
        if (!TensorPrimitives.IsFiniteAll(gradients))
            throw new InvalidOperationException(
                $"The gradient of the output by the layer '{LayerName}' of the model '{model.Name}' is not finite, so nothing can be "
                + "explained. Look for NaN or infinity in its weights.");
        double[] sum = new double[layout.Pixels];
        for (int channel = 0; channel < layout.Channels; channel++)
        {
            double weight = 0;
            for (int pixel = 0; pixel < layout.Pixels; pixel++)
                weight += gradients[layout.IndexOf(pixel, channel)];
            weight /= layout.Pixels;
            for (int pixel = 0; pixel < layout.Pixels; pixel++)
                sum[pixel] += weight * maps[layout.IndexOf(pixel, channel)];
        }

        for (int pixel = 0; pixel < sum.Length; pixel++)
            sum[pixel] = Math.Max(sum[pixel], 0);
        return sum;
    }

    private static double[] Enlarge(double[] map, ImageLayout from, ImageLayout to)
    {
        var small = new Tensor([1, from.Height, from.Width, 1]);
        TensorPrimitives.ConvertTruncating<double, float>(map, small.AsSpan());
        double[] values = new double[to.Pixels];
        TensorPrimitives.ConvertTruncating<float, double>(new Resizing(to.Height, to.Width).Call(small).AsSpan(), values);
        return values;
    }

    private static int NodeOf(Model model, string? name)
    {
        GraphNode[] nodes = [.. model.Graph.Nodes];
        int[] candidates = [.. Enumerable.Range(0, nodes.Length).Where(index => nodes[index].Inputs.Count > 0
            && index != model.Graph.Outputs[0].Node && nodes[index].OutputShapes[0].Rank == 3)];
        string list = string.Join(", ", candidates.Select(index => nodes[index].Path));
        if (candidates.Length == 0)
            throw new ArgumentException(
                $"The model '{model.Name}' has no layer before its last one that computes maps of an image, (height, width, channels). Use "
                + "OcclusionMap, which needs predictions alone.", nameof(model));
        if (name is null)
            return candidates[^1];
        int found = Array.FindLastIndex(candidates, index => nodes[index].Path == name || nodes[index].Layer.Name == name);
        return found >= 0
            ? candidates[found]
            : throw new ArgumentException($"No layer '{name}' computes maps of an image. These do: {list}.", "layer");
    }
}
