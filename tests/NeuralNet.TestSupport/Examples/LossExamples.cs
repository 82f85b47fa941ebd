namespace NeuralNet.TestSupport;

/// <summary>A loss, and the numbers that it takes.</summary>
/// <param name="Loss">The loss.</param>
/// <param name="Targets">The kind of its targets.</param>
/// <param name="Predictions">The kind of its predictions.</param>
/// <param name="MinOutputs">The minimum number of outputs: a single class leaves no choice.</param>
internal sealed record LossExample(Loss Loss, Values Targets, Values Predictions, int MinOutputs = 1);

/// <summary>One line for each loss, and one for each of its settings; the loss contract is held against all.</summary>
internal static class LossExamples
{
    public static readonly LossExample[] All =
    [
        new(new MeanSquaredError(), Values.Real, Values.Real),
        new(new BinaryCrossEntropy(), Values.ZeroOrOne, Values.Probabilities),
        new(new BinaryCrossEntropy(labelSmoothing: 0.1f), Values.Probabilities, Values.Probabilities),
        new(new BinaryCrossEntropy(fromLogits: true, labelSmoothing: 0.1f), Values.ZeroOrOne, Values.Real),
        new(new CategoricalCrossEntropy(), Values.OneHot, Values.Distributions, MinOutputs: 2),
        new(new CategoricalCrossEntropy(labelSmoothing: 0.1f), Values.Distributions, Values.Positive, MinOutputs: 2),
        new(new CategoricalCrossEntropy(fromLogits: true, labelSmoothing: 0.1f), Values.Probabilities, Values.Real, MinOutputs: 2),
        new(new SparseCategoricalCrossEntropy(), Values.ClassNumbers, Values.Positive, MinOutputs: 2),
        new(new SparseCategoricalCrossEntropy(fromLogits: true), Values.ClassNumbers, Values.Real, MinOutputs: 2),
        new(new Hinge(), Values.MinusOneOrOne, Values.Real),
        new(new Hinge(), Values.ZeroOrOne, Values.Real),
        new(new SquaredHinge(), Values.MinusOneOrOne, Values.Real),
        new(new CategoricalHinge(), Values.OneHot, Values.Real),
        new(new MeanAbsoluteError(), Values.Real, Values.Real),
        new(new MeanAbsolutePercentageError(), Values.Positive, Values.Real),
        new(new MeanSquaredLogarithmicError(), Values.Positive, Values.Positive),
        new(new Huber(delta: 0.6f), Values.Real, Values.Real),
        new(new LogCosh(), Values.Real, Values.Real),
        new(new KLDivergence(), Values.Probabilities, Values.Probabilities),
        new(new Poisson(), Values.Positive, Values.Positive),
        new(new CosineSimilarity(), Values.Real, Values.Real),
        new(new BinaryFocalCrossEntropy(applyClassBalancing: true, alpha: 0.3f, gamma: 1.5f, labelSmoothing: 0.1f), Values.ZeroOrOne,
            Values.Probabilities),
        new(new BinaryFocalCrossEntropy(gamma: 3, fromLogits: true), Values.ZeroOrOne, Values.Real),
    ];
}
