using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>
/// The loss of one output over a batch: Σ wᵢ·lᵢ / N over its N rows without padding, unless the loss has another <see cref="Reduction"/>.
/// If the loss fuses with the final activation of the output's layer, the value and the gradient are computed from the logits.
/// </summary>
internal sealed class OutputObjective
{
    private readonly int output;
    private readonly Loss loss;
    private float[] rowLosses = [], rowWeights = [];

    public OutputObjective(LayerGraph graph, int output, Loss loss, float lossWeight)
    {
        this.output = output;
        this.loss = loss;
        LossWeight = lossWeight;
        Port port = graph.Outputs[output];
        bool isReadElsewhere = port.Output > 0 || graph.Nodes.Any(other => other.Inputs.Contains(port));
        TakesLogits = !isReadElsewhere && graph.Nodes[port.Node].Layer.FinalActivation is { } activation && loss.FusesWith(activation);
    }

    /// <summary>Gets a value indicating whether the plan must keep the values before the final activation.</summary>
    public bool TakesLogits { get; }

    /// <summary>The factor of this loss in the total.</summary>
    public float LossWeight { get; }

    /// <summary>Returns the weighted sum of the losses of the rows after a forward pass, and its divisor.</summary>
    public (double Sum, double Divisor) Evaluate(BatchBuffers batch)
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
        ReadOnlySpan<float> weights = Weights(batch, rows);
        return (LossReduction.WeightedSum(losses, weights), Divisor(batch, rows, weights));
    }

    /// <summary>Computes the loss of the whole batch, before its factor in the total, from <see cref="BatchBuffers.LossSums"/>.</summary>
    public double LossOf(BatchBuffers batch) => Share(batch) * batch.LossSums[2 * output];

    /// <summary>Writes the gradient of the loss, multiplied by its factor in the total, to the frame of the output.</summary>
    public void PutGradient(BatchBuffers batch)
    {
        if (batch.Plan.OutputGradients[output] is not { } gradient)
            return;
        Tensor prediction = batch.Plan.Outputs[output];
        int rowLength = gradient.Shape.Last, rows = gradient.Length / rowLength;
        if (TakesLogits)
            loss.GradientLogits(batch.Targets[output].Data, prediction.Data, rowLength, gradient.Data);
        else
            loss.Gradient(batch.Targets[output].Data, prediction.Data, rowLength, gradient.Data);
        LossReduction.Scale(gradient.Data, (float)(LossWeight * Share(batch) * ScaleOf(batch.Part)), Weights(batch, rows));
    }

    /// <summary>Returns the factor of the weighted sum of the rows' losses.</summary>
    private double Share(BatchBuffers batch) => LossReduction.FactorOf(batch.LossSums[2 * output + 1]);

    /// <summary>
    /// Returns the factor of the gradient. The gradient of a part is computed as that of a whole batch, and weighted later.
    /// </summary>
    private static double ScaleOf(BatchPart? part) => part is null ? 1 : part.Rows == 0 ? 0 : 1 / part.Weight;

    private double Divisor(BatchBuffers batch, int rows, ReadOnlySpan<float> weights)
    {
        // Divisors of parts are added, so only one part has the divisor of a sum.
        if (loss.Reduction == Reduction.Sum)
            return batch.Part is null or { IsLast: true } ? 1 : 0;
        double counted = batch.Plan.OutputMasks[output] is { } mask ? TensorPrimitives.Sum<float>(mask.Data) : rows;
        return LossReduction.Divisor(loss.Reduction, rows, counted, weights);
    }

    /// <summary>
    /// Returns one weight for each sample or row, or an empty span if all rows weigh 1. If the output carries a padding mask, there is one
    /// weight for each row, which is 0 for padding.
    /// </summary>
    private ReadOnlySpan<float> Weights(BatchBuffers batch, int rows)
    {
        if (batch.Plan.OutputMasks[output] is not { } mask)
            return batch.WeightsOf(output);
        if (rowWeights.Length < rows)
            rowWeights = new float[rows];
        Span<float> weights = rowWeights.AsSpan(0, rows);
        mask.Data.CopyTo(weights);
        ReadOnlySpan<float> given = batch.WeightsOf(output);
        for (int i = 0; i < rows && given.Length > 0; i++)
            weights[i] *= given[i / (rows / given.Length)];
        return weights;
    }
}
