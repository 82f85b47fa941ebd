namespace NeuralNet.Tests;

/// <summary>Tests of penalties on the outputs of a layer.</summary>
public class PenaltyTests
{
    private static readonly Tensor X = new float[,] { { 1, 2 }, { 3, -4 } };
    private static readonly Tensor Y = new float[,] { { 1 }, { 0 } };

    [Fact]
    public void TheActivityPenaltyIsDividedByTheBatchInTrainingAndEvaluation()
    {
        Sequential model = Linear(new L2(0.1f));
        // Outputs 1·0.5 + 2·0.25 = 1 and 3·0.5 − 4·0.25 = 0.5: the errors are 0 and 0.5.
        double expected = 0.25 / 2 + 0.1 * (1 + 0.25) / 2;
        Assert.Equal(expected, model.Evaluate(X, Y).Loss, 1e-6);
        Assert.Equal(expected, model.TrainOnBatch(X, Y).Loss, 1e-6);
    }

    [Fact]
    public void ItIsLearntFrom()
    {
        Sequential model = Linear(new L2(0.1f));
        model.TrainOnBatch(X, Y);
        // dL/dy = (y − t)·2/2 + 0.2·y/2 = 0.1 and 0.55; dL/dw = Σ x·dL/dy.
        Assert.Equal(0.5 - (0.1 + 3 * 0.55), model.Parameters[0].Value[0, 0], 1e-6);
        Assert.Equal(0.25 - (2 * 0.1 - 4 * 0.55), model.Parameters[0].Value[1, 0], 1e-6);
    }

    [Fact]
    public void ItGoesWithALossThatFusesWithTheActivation()
    {
        var model = new Sequential(2, seed: 4).Dense(1, "sigmoid", activityRegularizer: new L2(0.5f));
        model.Compile(new SGD(1), "binary_crossentropy");
        Tensor start = model.Parameters[0].Value.Clone();
        model.TrainOnBatch(X, Y);
        float[] gradient = [.. start.ToArray().Zip(model.Parameters[0].Value.ToArray(), (before, after) => before - after)];
        model.Parameters[1].Value.Data[0] = 0;
        for (int i = 0; i < 2; i++)
            Assert.Equal((LossAt(i, 1e-2f) - LossAt(i, -1e-2f)) / 2e-2, gradient[i], 1e-3);

        double LossAt(int index, float change)
        {
            model.Parameters[0].SetValue(start);
            model.Parameters[0].Value.Data[index] += change;
            return model.Evaluate(X, Y).Loss;
        }
    }

    [Fact]
    public void PredictionDoesNotMind() => Assert.Equal([1, 0.5f], Linear(new L2(0.1f)).Predict(X).ToArray());

    [Fact]
    public void AConstraintIsKeptAfterEachStep()
    {
        var model = new Sequential(2, seed: 1).Dense(1, kernelConstraint: new AtMost(0.1f));
        model.Compile(new SGD(0.1f), "mse");
        model.Fit(X, Y, epochs: 3);
        Assert.All(model.Parameters[0].Value.ToArray(), value => Assert.True(value <= 0.1f));
    }

    private static Sequential Linear(Regularizer regularizer)
    {
        var model = new Sequential(2, seed: 1).Dense(1, activityRegularizer: regularizer);
        model.Parameters[0].SetValue(new float[,] { { 0.5f }, { 0.25f } });
        model.Compile(new SGD(1), "mse");
        return model;
    }

    private sealed class AtMost(float most) : Constraint
    {
        protected internal override void Apply(Span<float> values, Shape shape)
        {
            foreach (ref float value in values)
                value = MathF.Min(value, most);
        }
    }
}
