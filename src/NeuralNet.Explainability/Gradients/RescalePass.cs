using System.Numerics.Tensors;
using MathNet.Numerics.Integration;

namespace NeuralNet.Explainability;

/// <summary>
/// The backward pass of the rescale rule, for one row against a block of the background. Both go forward through plans of their own;
/// the multipliers go back through the background's plan in the place of gradients.
/// </summary>
/// <remarks>
/// The background goes forward once and backward once for each row, so Backward of every layer must be repeatable: after one Forward, it
/// gives the same gradients each time for the same gradient of the output.
/// </remarks>
internal sealed class RescalePass
{
    // An activation is cheap and may turn sharply on a long way, so it gets more points than a whole layer.
    private static readonly GaussLegendreRule ActivationRule = new(0, 1, 128);
    private static readonly GaussLegendreRule LayerRule = new(0, 1, 64);

    private static readonly PlanOptions Options = new() { DifferentiatesInputs = true, KeepsPreActivations = true };

    private readonly LayerGraph graph;
    private readonly ExecutionPlan input, reference;
    private readonly Slopes?[] slopes;
    private readonly MeanSoftmax?[] softmaxes;
    private readonly double[] weights;
    private LayerKind[] kinds = [];

    /// <summary>Takes the memory for so many rows of the background.</summary>
    public RescalePass(LayerGraph graph, Shape row, int count)
    {
        this.graph = graph;
        input = new ExecutionPlan(graph, [row.WithBatch(1)], Options);
        reference = new ExecutionPlan(graph, [row.WithBatch(count)], Options);
        slopes = new Slopes?[graph.Nodes.Count];
        softmaxes = new MeanSoftmax?[graph.Nodes.Count];
        weights = new double[count];
    }

    /// <summary>The number of rows of the background.</summary>
    public int Count => weights.Length;

    /// <summary>Lets rows of the background go forward, from the given one on.</summary>
    public void Begin(LayerKind[] kinds, Tensor background, int first)
    {
        this.kinds = kinds;
        Tensor rows = reference.Inputs[0];
        background.AsSpan().Slice(first * background.RowLength, rows.Length).CopyTo(rows.AsSpan());
        Array.Fill(weights, 1.0 / background.Rows);
        reference.Forward();
        for (int node = 0; node < kinds.Length; node++)
        {
            if (IsDifferentiated(node) && kinds[node] is { IsAffine: true, Activation: { } activation } kind)
                BeginActivation(node, kind, activation);
        }
    }

    /// <summary>The sum of an output over these rows of the background.</summary>
    public double ReferenceSum(int output)
    {
        double sum = 0;
        for (int i = 0; i < Count; i++)
            sum += Predictor.RequireFinite(reference.Outputs[0].Row(i)[output], output);
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
        float prediction = Predictor.RequireFinite(input.Outputs[0].AsSpan()[output], output);
        Span<float> outputGradient = reference.OutputGradients[0]!.AsSpan();
        outputGradient.Clear();
        for (int i = output, outputs = outputGradient.Length / Count; i < outputGradient.Length; i += outputs)
            outputGradient[i] = 1;
        for (int node = graph.Nodes.Count - 1; node >= 0; node--)
        {
            if (IsDifferentiated(node))
                Backward(node);
        }

        int width = row.Length;
        Span<float> multipliers = reference.InputGradients[0]!.AsSpan(), background = reference.Inputs[0].AsSpan();
        for (int start = 0; start < multipliers.Length; start += width)
            Interpolation.MultiplyByWay(background.Slice(start, width), row, multipliers.Slice(start, width));
        ColumnSums.AddWeighted(multipliers, weights, values);
        return prediction;
    }

    private bool IsDifferentiated(int node) =>
        reference.IsDifferentiated(node) && graph.Nodes[node].Layer is not InputLayer;

    private void BeginActivation(int node, LayerKind kind, Activation activation)
    {
        Frame frame = reference.Passes[node].Frame;
        if (kind.IsElementwise)
        {
            slopes[node] ??= new Slopes(activation, frame.PreActivation, frame.Activated);
            slopes[node]!.BeginReferences();
        }
        else if (activation is SoftmaxActivation)
        {
            softmaxes[node] ??= new MeanSoftmax(frame.Activated.Shape.Last);
        }
    }

    private void Backward(int node)
    {
        LayerKind kind = kinds[node];
        Frame to = input.Passes[node].Frame, from = reference.Passes[node].Frame;
        Layer layer = graph.Nodes[node].Layer;
        if (!kind.IsAffine)
        {
            AverageThroughLayer(layer, to, from);
        }
        else
        {
            if (kind.Activation is { } activation)
                ThroughActivation(node, activation, to.Activated, to.PreActivation, from.PreActivation, from.OutputGradient);
            layer.Backward(from);
        }

        reference.Passes[node].AddGradientSums();
    }

    private void ThroughActivation(int node, Activation activation, Tensor output, Tensor to, Tensor from, Tensor gradient)
    {
        if (slopes[node] is { } elementwise)
            elementwise.Multiply(to, output, gradient);
        else if (softmaxes[node] is { } softmax)
            AverageThroughSoftmax(softmax, to, from, gradient);
        else
            AverageThroughActivation(activation, to, from, gradient);
    }

    private static void AverageThroughSoftmax(MeanSoftmax softmax, Tensor to, Tensor from, Tensor gradient)
    {
        int length = gradient.Shape.Last;
        for (int start = 0; start < gradient.Length; start += length)
        {
            softmax.Multiply(
                from.AsSpan().Slice(start, length), to.AsSpan().Slice(start % to.Length, length), gradient.AsSpan().Slice(start, length));
        }
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
            ColumnSums.AddWeighted(dx, [ActivationRule.GetWeight(point)], mean);
        }

        TensorPrimitives.ConvertTruncating<double, float>(mean, gradient.AsSpan());
    }

    /// <summary>Input gradients ← the mean of the layer's backward pass on the straight way from the references to the row.</summary>
    private static void AverageThroughLayer(Layer layer, Frame to, Frame from)
    {
        var plan = new ExecutionPlan(
            LayerGraph.Single(layer, [.. from.Inputs.Select(tensor => tensor.Shape.WithoutBatch())]), from.BatchSize,
            new PlanOptions { DifferentiatesInputs = true });
        foreach (Tensor? target in from.InputGradients)
            target?.AsSpan().Clear();
        for (int point = 0; point < LayerRule.Order; point++)
        {
            for (int k = 0; k < plan.Inputs.Count; k++)
                WritePoint(to.Inputs[k], from.Inputs[k], (float)LayerRule.GetAbscissa(point), plan.Inputs[k]);
            plan.Forward();
            for (int k = 0; k < plan.OutputGradients.Count; k++)
                CopyOrClear(from.OutputGradients[k], plan.OutputGradients[k]!);
            plan.Backward();
            for (int k = 0; k < plan.Inputs.Count; k++)
                AddWeighted(plan.InputGradients[k], (float)LayerRule.GetWeight(point), from.InputGradients[k]);
        }
    }

    /// <summary>An output that leads to nothing has no gradient.</summary>
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

    private static void AddWeighted(Tensor? source, float weight, Tensor? target)
    {
        if (source is not null && target is not null)
            TensorPrimitives.MultiplyAdd(source.AsSpan(), weight, target.AsSpan(), target.AsSpan());
    }
}
