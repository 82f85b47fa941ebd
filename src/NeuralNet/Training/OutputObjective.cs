using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>
/// The loss of one output over a batch: Σ wᵢ·lᵢ / N over its N rows, unless the loss has another <see cref="Reduction"/>. Where the
/// loss fuses with the activation that ends the output's layer, both the value and the gradient are taken at the logits.
/// </summary>
internal sealed class OutputObjective
{
    private readonly int output;
    private readonly Loss loss;
    private readonly float lossWeight;
    private float[] rowLosses = [];

    public OutputObjective(LayerGraph graph, int output, Loss loss, float lossWeight)
    {
        this.output = output;
        this.loss = loss;
        this.lossWeight = lossWeight;
        TakesLogits = graph.Nodes[graph.Outputs[output]].Layer.FinalActivation is { } activation && loss.FusesWith(activation);
    }

    /// <summary>Whether the plan must keep the values before the final activation.</summary>
    public bool TakesLogits { get; }

    /// <summary>The loss of the batch that the plan has just taken forward.</summary>
    public double Evaluate(BatchBuffers batch)
    {
        Tensor prediction = batch.Plan.Outputs[output], target = batch.Targets[output];
        int rowLength = prediction.Shape.Last, rows = prediction.Length / rowLength;
        if (rowLosses.Length < rows)
            rowLosses = new float[rows];
        Span<float> losses = rowLosses.AsSpan(0, rows);
        if (TakesLogits)
            loss.EvaluateLogits(target.Data, batch.Plan.Logits(output).Data, rowLength, losses);
        else
            loss.Evaluate(target.Data, prediction.Data, rowLength, losses);
        return Factor(rows, batch.SampleWeight) * WeightedSum(losses, batch.SampleWeight);
    }

    /// <summary>Puts the gradient of the loss into the output's frame.</summary>
    public void PutGradient(BatchBuffers batch)
    {
        Frame frame = batch.Plan.OutputFrames[output];
        if (frame.OutputGradientOrNull is not { } gradient)
            return;
        int rowLength = gradient.Shape.Last, rows = gradient.Length / rowLength;
        frame.OutputGradientIsPreActivation = TakesLogits;
        if (TakesLogits)
            loss.GradientLogits(batch.Targets[output].Data, frame.Output.Data, rowLength, gradient.Data);
        else
            loss.Gradient(batch.Targets[output].Data, frame.Output.Data, rowLength, gradient.Data);
        Scale(gradient.Data, (float)Factor(rows, batch.SampleWeight), batch.SampleWeight);
    }

    /// <summary>What the weighted sum of the rows' losses is multiplied with.</summary>
    private double Factor(int rows, ReadOnlySpan<float> sampleWeight)
    {
        double divisor = loss.Reduction switch
        {
            Reduction.Sum => 1,
            Reduction.MeanWithSampleWeight when !sampleWeight.IsEmpty => TensorPrimitives.Sum(sampleWeight),
            _ => rows,
        };
        return divisor == 0 ? 0 : lossWeight / divisor;
    }

    private static double WeightedSum(ReadOnlySpan<float> losses, ReadOnlySpan<float> sampleWeight)
    {
        double sum = 0;
        if (sampleWeight.IsEmpty)
        {
            foreach (float loss in losses)
                sum += loss;
            return sum;
        }

        int rowsPerSample = losses.Length / sampleWeight.Length;
        for (int i = 0; i < losses.Length; i++)
            sum += (double)sampleWeight[i / rowsPerSample] * losses[i];
        return sum;
    }

    private static void Scale(Span<float> gradient, float factor, ReadOnlySpan<float> sampleWeight)
    {
        if (sampleWeight.IsEmpty)
        {
            TensorPrimitives.Multiply(gradient, factor, gradient);
            return;
        }

        int sampleLength = gradient.Length / sampleWeight.Length;
        for (int i = 0; i < sampleWeight.Length; i++)
        {
            Span<float> sample = gradient.Slice(i * sampleLength, sampleLength);
            TensorPrimitives.Multiply(sample, factor * sampleWeight[i], sample);
        }
    }
}
