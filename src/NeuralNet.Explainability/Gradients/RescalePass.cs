using System.Numerics.Tensors;
using MathNet.Numerics.Integration;

namespace NeuralNet.Explainability;

/// <summary>
/// The backward pass of the rescale rule, for one row against a block of the background. Both have gone forward through plans of
/// their own; the multipliers go back through the background's plan in the place of gradients.
/// </summary>
internal sealed class RescalePass
{
    // An activation is cheap and a softmax turns sharply on a long way, so it gets more points than a whole layer.
    private static readonly GaussLegendreRule ActivationRule = new(0, 1, 128);
    private static readonly GaussLegendreRule LayerRule = new(0, 1, 64);

    private readonly LayerGraph graph;
    private readonly LayerKind[] kinds;
    private readonly ExecutionPlan input, reference;

    public RescalePass(LayerGraph graph, LayerKind[] kinds, Tensor background, int first, int count)
    {
        this.graph = graph;
        this.kinds = kinds;
        input = new ExecutionPlan(graph, 1, GradientTargets.Inputs, keepsPreActivations: true);
        reference = new ExecutionPlan(graph, count, GradientTargets.Inputs, keepsPreActivations: true);
        int width = background.RowLength;
        background.AsSpan().Slice(first * width, count * width).CopyTo(reference.Inputs[0].AsSpan());
        reference.Forward();
    }

    /// <summary>The sum of an output over the background.</summary>
    public double ReferenceSum(int output)
    {
        double sum = 0;
        for (int i = 0; i < reference.BatchSize; i++)
            sum += Predictor.RequireFinite(reference.Outputs[0].Row(i)[output], output);
        return sum;
    }

    /// <summary>Adds, summed over the background, the values of a row: multiplier · (row − background).</summary>
    public void AddValues(ReadOnlySpan<float> row, int output, Span<double> sums)
    {
        row.CopyTo(input.Inputs[0].AsSpan());
        input.Forward();
        Tensor outputGradient = reference.OutputFrames[0].OutputGradient;
        outputGradient.AsSpan().Clear();
        for (int i = 0; i < reference.BatchSize; i++)
            outputGradient.Row(i)[output] = 1;
        for (int node = graph.Nodes.Count - 1; node >= 0; node--)
        {
            if (reference.Frames[node].OutputGradientOrNull is not null && graph.Nodes[node].Layer is not InputLayer)
                Backward(node);
        }

        Tensor multipliers = reference.InputGradient(0), background = reference.Inputs[0];
        for (int i = 0; i < reference.BatchSize; i++)
        {
            ReadOnlySpan<float> multiplier = multipliers.Row(i), from = background.Row(i);
            for (int k = 0; k < sums.Length; k++)
                sums[k] += (double)multiplier[k] * ((double)row[k] - from[k]);
        }
    }

    private void Backward(int node)
    {
        LayerKind kind = kinds[node];
        Frame to = input.Frames[node], from = reference.Frames[node];
        Layer layer = graph.Nodes[node].Layer;
        if (!kind.IsAffine)
        {
            AverageThroughLayer(layer, to, from);
        }
        else
        {
            if (kind.Activation is not null)
                ThroughActivation(layer, kind, to, from);
            from.OutputGradientIsPreActivation = kind.Activation is not null;
            layer.Backward(from);
        }

        reference.AddGradientSums(node);
    }

    private static void ThroughActivation(Layer layer, LayerKind kind, Frame to, Frame from)
    {
        Tensor before = layer.Logits(to), reference = layer.Logits(from);
        if (kind.IsElementwise)
            new Slopes(kind.Activation!, before, to.Output).Multiply(reference, from.Output, from.OutputGradient);
        else
            AverageThroughActivation(kind.Activation!, before, reference, from.OutputGradient);
    }

    /// <summary>gradient ← the mean of the function's backward pass on the straight way from the references to the row.</summary>
    private static void AverageThroughActivation(Activation activation, Tensor to, Tensor from, Tensor gradient)
    {
        int rowLength = gradient.Shape.Last;
        var x = new Tensor(gradient.Shape);
        float[] y = new float[x.Length], dx = new float[x.Length];
        double[] mean = new double[x.Length];
        for (int point = 0; point < ActivationRule.Order; point++)
        {
            WritePoint(to, from, (float)ActivationRule.GetAbscissa(point), x);
            activation.Forward(x.AsSpan(), y, rowLength);
            gradient.AsSpan().CopyTo(dx);
            activation.Backward(x.AsSpan(), y, dx, rowLength);
            double weight = ActivationRule.GetWeight(point);
            for (int k = 0; k < mean.Length; k++)
                mean[k] += weight * dx[k];
        }

        TensorPrimitives.ConvertTruncating<double, float>(mean, gradient.AsSpan());
    }

    /// <summary>Input gradients ← the mean of the layer's backward pass on the straight way from the references to the row.</summary>
    private static void AverageThroughLayer(Layer layer, Frame to, Frame from)
    {
        Tensor[] points = [.. from.Inputs.Select(tensor => new Tensor(tensor.Shape))];
        Tensor?[] gradients = [.. from.InputGradients.Select(tensor => tensor is null ? null : new Tensor(tensor.Shape))];
        var frame = new Frame(
            points, new Tensor(from.Output.Shape), keepsPreActivation: true, new Tensor(from.Output.Shape), gradients);
        foreach (Tensor? target in from.InputGradients)
            target?.AsSpan().Clear();
        for (int point = 0; point < LayerRule.Order; point++)
        {
            for (int k = 0; k < points.Length; k++)
                WritePoint(to.Inputs[k], from.Inputs[k], (float)LayerRule.GetAbscissa(point), points[k]);
            frame.BeginPass(isTraining: false, seed: 0, nodeIndex: 0, step: 0);
            layer.Forward(frame);
            from.OutputGradient.AsSpan().CopyTo(frame.OutputGradient.AsSpan());
            layer.Backward(frame);
            for (int k = 0; k < gradients.Length; k++)
                AddWeighted(gradients[k], (float)LayerRule.GetWeight(point), from.InputGradients[k]);
        }
    }

    private static void WritePoint(Tensor to, Tensor from, float t, Tensor point)
    {
        for (int i = 0; i < from.Rows; i++)
            Interpolation.Write(from.Row(i), to.AsSpan(), t, point.Row(i));
    }

    private static void AddWeighted(Tensor? source, float weight, Tensor? target)
    {
        if (source is not null && target is not null)
            TensorPrimitives.MultiplyAdd(source.AsSpan(), weight, target.AsSpan(), target.AsSpan());
    }
}
