namespace NeuralNet.Tests;

/// <summary>A cell of two states of different sizes: m = tanh(a·m₋₁ + x), n = n₋₁ + Σ x; the output is m·n, and a is a parameter.</summary>
internal sealed class RunningMean(int features, string? name = null) : RecurrentCell(name)
{
    private Parameter factor = null!;

    public override IReadOnlyList<int> StateSizes { get; } = [features, 1];

    protected internal override void Build(LayerBuilder builder) => factor = builder.AddParameter("factor", features, "ones");

    protected internal override void Forward(Frame frame)
    {
        for (int row = 0; row < frame.BatchSize; row++)
        {
            ReadOnlySpan<float> x = frame.Inputs[0].Row(row), mean = frame.Inputs[1].Row(row);
            float sum = frame.Inputs[2].Row(row)[0];
            for (int i = 0; i < features; i++)
            {
                sum += x[i];
                frame.Outputs[1].Row(row)[i] = MathF.Tanh(factor.Value[i] * mean[i] + x[i]);
            }

            frame.Outputs[2].Row(row)[0] = sum;
            for (int i = 0; i < features; i++)
                frame.Outputs[0].Row(row)[i] = frame.Outputs[1].Row(row)[i] * sum;
        }
    }

    protected internal override void Backward(Frame frame)
    {
        frame.Gradient(factor)?.AsSpan().Clear();
        for (int row = 0; row < frame.BatchSize; row++)
        {
            float sum = frame.Outputs[2].Row(row)[0], ofSum = frame.OutputGradients[2]?.Row(row)[0] ?? 0;
            for (int i = 0; i < features; i++)
                ofSum += frame.OutputGradients[0]!.Row(row)[i] * frame.Outputs[1].Row(row)[i];
            frame.InputGradients[2]?.Row(row).Fill(ofSum);
            for (int i = 0; i < features; i++)
            {
                float m = frame.Outputs[1].Row(row)[i], previous = frame.Inputs[1].Row(row)[i];
                float gradient = (1 - m * m)
                    * (frame.OutputGradients[0]!.Row(row)[i] * sum + (frame.OutputGradients[1]?.Row(row)[i] ?? 0));
                if (frame.Gradient(factor) is { } ofFactor)
                    ofFactor[i] += gradient * previous;
                if (frame.InputGradients[0] is { } ofInput)
                    ofInput.Row(row)[i] = gradient + ofSum;
                if (frame.InputGradients[1] is { } ofMean)
                    ofMean.Row(row)[i] = gradient * factor.Value[i];
            }
        }
    }
}
