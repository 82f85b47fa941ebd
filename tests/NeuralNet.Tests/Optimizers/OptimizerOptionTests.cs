namespace NeuralNet.Tests;

/// <summary>Compares options that no reference case covers with their formulas, for gradients for which they matter.</summary>
public class OptimizerOptionTests
{
    private const float LearningRate = 0.05f, Beta1 = 0.8f, Beta2 = 0.7f, Epsilon = 1e-3f, Decay = 0.02f;

    /// <summary>
    /// After a large gradient and many small ones, plain Adam forgets the large gradient, and AMSGrad continues to divide by its mean
    /// square.
    /// </summary>
    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void AmsgradDividesByTheMaximumMeanSquare(bool amsgrad, bool isAdamW)
    {
        Optimizer optimizer = isAdamW
            ? new AdamW(LearningRate, Decay, Beta1, Beta2, Epsilon, amsgrad)
            : new Adam(LearningRate, Beta1, Beta2, Epsilon, amsgrad);
        var training = new OptimizerBench(optimizer, 1, seed: 1);
        double weight = training.Weights()[0], other = weight;
        var (moments, otherMoments) = (new Moments(), new Moments());
        for (int step = 1; step <= 12; step++)
        {
            float gradient = step == 1 ? 6 : 0.1f;
            training.Step([gradient]);
            weight = moments.Step(weight, gradient, step, amsgrad, isAdamW);
            other = otherMoments.Step(other, gradient, step, !amsgrad, isAdamW);
            training.AssertWeights([weight]);
        }

        Assert.True(Math.Abs(weight - other) > 0.05, $"amsgrad makes a difference of {Math.Abs(weight - other)} only");
    }

    /// <summary>
    /// The average is updated after every step, also after one that only accumulates; the first update has no previous average, and weights
    /// are overwritten by the number of updates. Keras: optimizers/base_optimizer.py, where iterations are steps divided by those of an
    /// update.
    /// </summary>
    [Fact]
    public void TheAverageIsTakenWhileGradientsAccumulate()
    {
        const int StepsOfUpdate = 3, Frequency = 2;
        const float Momentum = 0.6f;
        var optimizer = new SGD(LearningRate)
        {
            GradientAccumulationSteps = StepsOfUpdate,
            UseEma = true,
            EmaMomentum = Momentum,
            EmaOverwriteFrequency = Frequency
        };
        var training = new OptimizerBench(optimizer, 1, seed: 2);
        double weight = training.Weights()[0], average = weight, sum = 0;
        for (int step = 0; step < 16; step++)
        {
            sum += training.Step()[0];
            if ((step + 1) % StepsOfUpdate == 0)
                (weight, sum) = (weight - LearningRate * sum / StepsOfUpdate, 0);
            int updates = step / StepsOfUpdate;
            average = updates == 0 ? weight : Momentum * average + (1 - Momentum) * weight;
            if ((updates + 1) % Frequency == 0)
                weight = average;
            training.AssertWeights([weight]);
        }

        training.Finish();
        training.AssertWeights([average]);
    }

    /// <summary>With Nesterov's momentum, the step uses the velocity of the next step for an unchanged gradient.</summary>
    [Fact]
    public void NesterovLooksAhead()
    {
        var training = new OptimizerBench(new SGD(LearningRate, momentum: 0.9f, nesterov: true), 1, seed: 3);
        double weight = training.Weights()[0], velocity = 0;
        foreach (float gradient in (float[])[4, -1, 0, 0, 2])
        {
            training.Step([gradient]);
            velocity = 0.9 * velocity - LearningRate * gradient;
            weight += 0.9 * velocity - LearningRate * gradient;
            training.AssertWeights([weight]);
        }
    }

    /// <summary>
    /// The variance of a constant gradient approaches 0, so that the steps of the centered rule increase and those of the plain rule do
    /// not.
    /// </summary>
    [Theory]
    [InlineData(false, 0f)]
    [InlineData(true, 0f)]
    [InlineData(true, 0.5f)]
    public void CenteredRMSpropDividesByTheDeviation(bool centered, float momentum)
    {
        const float Rho = 0.6f;
        var training = new OptimizerBench(new RMSprop(LearningRate, Rho, momentum, Epsilon, centered), 1, seed: 4);
        double weight = training.Weights()[0], square = 0, mean = 0, velocity = 0, push = 0;
        for (int step = 0; step < 8; step++)
        {
            training.Step([0.5f]);
            square = Rho * square + (1 - Rho) * 0.25;
            mean = Rho * mean + (1 - Rho) * 0.5;
            push = LearningRate * 0.5 / Math.Sqrt(square - (centered ? mean * mean : 0) + Epsilon);
            velocity = momentum * velocity + push;
            weight -= velocity;
            training.AssertWeights([weight]);
        }

        Assert.Equal(centered, push > 3 * LearningRate);
    }

    /// <summary>Computes Adam's running means of one weight in double precision.</summary>
    private sealed class Moments
    {
        private double mean, square, maximum;

        public double Step(double weight, float gradient, int step, bool amsgrad, bool isAdamW)
        {
            mean = Beta1 * mean + (1 - Beta1) * gradient;
            square = Beta2 * square + (1 - Beta2) * gradient * gradient;
            maximum = Math.Max(maximum, square);
            double rate = LearningRate * Math.Sqrt(1 - Math.Pow(Beta2, step)) / (1 - Math.Pow(Beta1, step));
            return weight * (isAdamW ? 1 - Decay * LearningRate : 1) - rate * mean / (Math.Sqrt(amsgrad ? maximum : square) + Epsilon);
        }
    }
}
