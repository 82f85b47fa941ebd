using System.Numerics.Tensors;
using MathNet.Numerics.Integration;

namespace NeuralNet.Explainability;

/// <summary>
/// The backward pass of the rescale rule, for one row against a block of the background. Both go forward in passes of their own; the
/// multipliers go backward through the pass of the background in place of gradients.
/// </summary>
/// <remarks>
/// The background goes forward once and backward once for each row, so Backward of every layer must be repeatable: after one Forward, it
/// gives the same gradients each time for the same gradient of the output.
/// </remarks>
internal sealed class RescalePass
{
    // An activation is cheap and may bend sharply on a long path, so it gets more points than a whole layer.
    private static readonly GaussLegendreRule ActivationRule = new(0, 1, 128);
    private static readonly GaussLegendreRule LayerRule = new(0, 1, 64);

    private readonly GradientPass input, reference;
    private readonly Slopes?[] slopes;
    private readonly MeanSoftmax?[] softmaxes;
    private readonly double[] weights;

    /// <summary>Allocates the memory for so many rows of the background.</summary>
    public RescalePass(Model model, Shape row, int count)
    {
        input = new GradientPass(model, [row.WithBatch(1)]);
        reference = new GradientPass(model, [row.WithBatch(count)]);
        slopes = new Slopes?[reference.Nodes.Count];
        softmaxes = new MeanSoftmax?[reference.Nodes.Count];
        weights = new double[count];
    }

    /// <summary>The number of rows of the background.</summary>
    public int Count => weights.Length;

    /// <summary>Runs the forward pass of rows of the background, from the given one on.</summary>
    public void Begin(Tensor background, int first)
    {
        Tensor rows = reference.Inputs[0];
        background.AsSpan().Slice(first * background.RowLength, rows.Length).CopyTo(rows.AsSpan());
        Array.Fill(weights, 1.0 / background.Rows);
        reference.Forward();
        for (int node = 0; node < slopes.Length; node++)
        {
            if (reference.Nodes[node].Layer is { IsAffine: true } layer && ActivationOf(layer) is { } activation)
                BeginActivation(node, activation);
        }
    }

    /// <summary>Returns the sum of an output over these rows of the background.</summary>
    public double ReferenceSum(int output)
    {
        double sum = 0;
        for (int i = 0; i < Count; i++)
            sum += PredictionFunction.RequireFinite(reference.Outputs[0].Row(i)[output], output);
        return sum;
    }

    /// <summary>
    /// Adds the part of these rows in the mean over the background of the values of a row: multiplier · (row − background).
    /// </summary>
    /// <returns>The output for the row.</returns>
    public float AddValues(ReadOnlySpan<float> row, int output, Span<double> values)
    {
        row.CopyTo(input.Inputs[0].AsSpan());
        input.Forward();
        float prediction = PredictionFunction.RequireFinite(input.Outputs[0].AsSpan()[output], output);
        OutputGradient.Choose(reference, output);
        reference.Backward(Backward);

        int width = row.Length;
        Span<float> multipliers = reference.InputGradients[0].AsSpan(), background = reference.Inputs[0].AsSpan();
        for (int start = 0; start < multipliers.Length; start += width)
            Interpolation.MultiplyByWay(background.Slice(start, width), row, multipliers.Slice(start, width));
        ColumnSums.AddWeighted(multipliers, weights, values);
        return prediction;
    }

    /// <summary>Returns the activation that ends a layer, if any; the linear one is none.</summary>
    private static Activation? ActivationOf(Layer layer) => layer.FinalActivation.Is(Activation.Linear) ? null : layer.FinalActivation;

    private void BeginActivation(int node, Activation activation)
    {
        NodePass pass = reference.Nodes[node];
        if (activation.IsElementwise)
        {
            slopes[node] ??= new Slopes(activation, pass.Frame.PreActivation, pass.Output);
            slopes[node]!.BeginReferences();
        }
        else if (activation.Is(Activation.Softmax))
        {
            softmaxes[node] ??= new MeanSoftmax(pass.Output.Shape[^1]);
        }
    }

    private void Backward(NodePass from)
    {
        NodePass to = input.Nodes[from.Index];
        if (!from.Layer.IsAffine)
        {
            AverageThroughLayer(from.Layer, to.Frame, from.Frame);
            return;
        }

        if (ActivationOf(from.Layer) is { } activation)
            ThroughActivation(from, to, activation);
        from.BackwardFromPreActivation();
    }

    private void ThroughActivation(NodePass from, NodePass to, Activation activation)
    {
        Tensor start = from.Frame.PreActivation, end = to.Frame.PreActivation, gradient = from.Frame.OutputGradient;
        if (activation.IsElementwise)
            slopes[from.Index]!.Multiply(end, to.Output, gradient);
        else if (softmaxes[from.Index] is { } softmax)
            AverageThroughSoftmax(softmax, end, start, gradient);
        else
            AverageThroughActivation(activation, end, start, gradient);
    }

    private static void AverageThroughSoftmax(MeanSoftmax softmax, Tensor to, Tensor from, Tensor gradient)
    {
        int length = gradient.Shape[^1];
        for (int start = 0; start < gradient.Length; start += length)
        {
            softmax.Multiply(
                from.AsSpan().Slice(start, length), to.AsSpan().Slice(start % to.Length, length), gradient.AsSpan().Slice(start, length));
        }
    }

    /// <summary>gradient ← the mean of the backward pass of the function along the straight path from the references to the row.</summary>
    private static void AverageThroughActivation(Activation activation, Tensor to, Tensor from, Tensor gradient)
    {
        Tensor x = new(gradient.Shape), y = new(gradient.Shape), dx = new(gradient.Shape);
        double[] mean = new double[x.Length];
        for (int point = 0; point < ActivationRule.Order; point++)
        {
            WritePoint(to, from, (float)ActivationRule.GetAbscissa(point), x);
            activation.Call(x, y);
            gradient.AsSpan().CopyTo(dx.AsSpan());
            activation.Differentiate(x, y, dx);
            ColumnSums.AddWeighted(dx.AsSpan(), [ActivationRule.GetWeight(point)], mean);
        }

        TensorPrimitives.ConvertTruncating<double, float>(mean, gradient.AsSpan());
    }

    /// <summary>
    /// Input gradients ← the mean of the backward pass of the layer along the straight path from the references to the row.
    /// </summary>
    private static void AverageThroughLayer(Layer layer, Frame to, Frame from)
    {
        var pass = new GradientPass(layer, [.. from.Inputs.Select(tensor => tensor.Shape)]);
        foreach (Tensor? target in from.InputGradients)
            target?.AsSpan().Clear();
        for (int point = 0; point < LayerRule.Order; point++)
        {
            for (int k = 0; k < pass.Inputs.Count; k++)
                WritePoint(to.Inputs[k], from.Inputs[k], (float)LayerRule.GetAbscissa(point), pass.Inputs[k]);
            pass.Forward();
            for (int k = 0; k < pass.OutputGradients.Count; k++)
                CopyOrClear(from.OutputGradients[k], pass.OutputGradients[k]);
            pass.Backward();
            for (int k = 0; k < pass.Inputs.Count; k++)
                AddWeighted(pass.InputGradients[k], (float)LayerRule.GetWeight(point), from.InputGradients[k]);
        }
    }

    /// <summary>Copies the gradient of an output; an output without readers has none.</summary>
    private static void CopyOrClear(Tensor? source, Tensor target)
    {
        if (source is null)
            target.AsSpan().Clear();
        else
            source.AsSpan().CopyTo(target.AsSpan());
    }

    private static void WritePoint(Tensor to, Tensor from, float t, Tensor point)
    {
        for (int i = 0; i < from.Rows; i++)
            Interpolation.Write(from.Row(i), to.AsSpan(), t, point.Row(i));
    }

    private static void AddWeighted(Tensor source, float weight, Tensor? target)
    {
        if (target is not null)
            TensorPrimitives.MultiplyAdd(source.AsSpan(), weight, target.AsSpan(), target.AsSpan());
    }
}
