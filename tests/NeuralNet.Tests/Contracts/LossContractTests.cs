namespace NeuralNet.Tests;

public class LossContractTests
{
    private const int Rows = 5;

    public static TheoryData<int, int, string> Examples
    {
        get
        {
            var data = new TheoryData<int, int, string>();
            for (int i = 0; i < LossExamples.All.Length; i++)
            {
                foreach (int rowLength in (ReadOnlySpan<int>)[LossExamples.All[i].MinOutputs, 3, 9])
                    data.Add(i, rowLength, $"{LossExamples.All[i].Loss.Name} of {LossExamples.All[i].Predictions}");
            }

            return data;
        }
    }

    [Fact]
    public void EveryLossHasAnExample() => Implementations.RequireExamples(
        LossExamples.All.Select(example => example.Loss), "LossExamples.cs", "new(new CLASS(…), Values.Real, Values.Real),",
            typeof(CrossEntropy));

    [Theory]
    [MemberData(nameof(Examples))]
    public void GradientAgreesWithDifferences(int index, int rowLength, string name)
    {
        (Loss loss, float[] target, float[] prediction) = Draw(index, rowLength);
        float[] gradient = new float[prediction.Length], losses = new float[Rows];
        loss.Gradient(target, prediction, rowLength, gradient);
        DirectionalDerivative.Check(Value, prediction, gradient, name);

        double Value()
        {
            loss.Evaluate(target, prediction, rowLength, losses);
            return losses.Sum(value => (double)value);
        }
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void LogitsGiveWhatTheActivationThenTheLossGive(int index, int rowLength, string name)
    {
        (Loss loss, float[] target, _) = Draw(index, rowLength);
        foreach (Activation activation in ActivationExamples.All.Where(loss.FusesWith))
        {
            float[] logits = TestData.Normal([Rows, rowLength], seed: 33, scale: 2).ToArray(), prediction = new float[logits.Length];
            float[] losses = new float[Rows], gradient = new float[logits.Length], fusedLosses = new float[Rows],
                fusedGradient = new float[logits.Length];
            activation.Forward(logits, prediction, rowLength);
            loss.Evaluate(target, prediction, rowLength, losses);
            loss.Gradient(target, prediction, rowLength, gradient);
            activation.Backward(activation.NeedsInput ? logits : prediction, prediction, gradient, rowLength);
            loss.EvaluateLogits(target, logits, rowLength, fusedLosses);
            loss.GradientLogits(target, prediction, rowLength, fusedGradient);

            Close.To(Doubles(fusedLosses), losses, 2e-5, $"{name} behind {activation.Name}");
            Close.To(Doubles(fusedGradient), gradient, 2e-5, $"gradient of {name} behind {activation.Name}");
        }
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void EachRowHasItsOwnLoss(int index, int rowLength, string name)
    {
        (Loss loss, float[] target, float[] prediction) = Draw(index, rowLength);
        float[] losses = new float[Rows], gradient = new float[prediction.Length];
        loss.Evaluate(target, prediction, rowLength, losses);
        loss.Gradient(target, prediction, rowLength, gradient);
        int targetLength = target.Length / Rows;
        for (int row = 0; row < Rows; row++)
        {
            float[] rowTarget = target.AsSpan(row * targetLength, targetLength).ToArray(),
                rowPrediction = prediction.AsSpan(row * rowLength, rowLength).ToArray();
            float[] rowLoss = new float[1], rowGradient = new float[rowLength];
            loss.Evaluate(rowTarget, rowPrediction, rowLength, rowLoss);
            loss.Gradient(rowTarget, rowPrediction, rowLength, rowGradient);
            Close.To(losses[row], rowLoss[0], 2e-6, $"{name}, row {row}");
            Close.To(Doubles(gradient.AsSpan(row * rowLength, rowLength)), rowGradient, 2e-6, $"{name}, gradient of row {row}");
        }
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void TargetShapeAndCheckAcceptTheExample(int index, int rowLength, string name)
    {
        (Loss loss, float[] target, _) = Draw(index, rowLength);
        Shape prediction = [Rows, rowLength], wanted = loss.TargetShape(prediction);
        Assert.True(wanted.Size == target.Length, name);
        loss.CheckTargets(new Tensor(wanted, target), prediction);
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void ConfigurationMakesTheSameLossAgain(int index, int rowLength, string name)
    {
        (Loss loss, float[] target, float[] prediction) = Draw(index, rowLength);
        Loss again = Implementations.ThroughText(loss, Loss.Known);
        Assert.Equal(loss.Name, again.Name);
        float[] losses = new float[Rows], lossesAgain = new float[Rows];
        loss.Evaluate(target, prediction, rowLength, losses);
        again.Evaluate(target, prediction, rowLength, lossesAgain);
        Assert.True(Bits.Of(losses).SequenceEqual(Bits.Of(lossesAgain)), name);
    }

    [Fact]
    public void NamesFindTheLosses() =>
        Assert.All(LossExamples.All, example => Assert.Equal(example.Loss.GetType(), ((Loss)example.Loss.Name).GetType()));

    private static (Loss Loss, float[] Target, float[] Prediction) Draw(int index, int rowLength)
    {
        LossExample example = LossExamples.All[index];
        return (example.Loss, example.Targets.Draw(Rows, rowLength, seed: 31), example.Predictions.Draw(Rows, rowLength, seed: 32));
    }

    private static double[] Doubles(ReadOnlySpan<float> values)
    {
        double[] doubles = new double[values.Length];
        for (int i = 0; i < doubles.Length; i++)
            doubles[i] = values[i];
        return doubles;
    }
}
