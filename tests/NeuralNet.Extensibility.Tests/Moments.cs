using NeuralNet;

namespace Extensions.Tests;

/// <summary>
/// A layer with two outputs: the mean of the features of each row, and their mean square; input (batch, n), outputs (batch, 1).
/// </summary>
public sealed class Moments(string? name = null) : Layer(name)
{
    protected override IReadOnlyList<Shape> OutputShapesFor(IReadOnlyList<Shape> inputs)
    {
        OnlyInput(inputs);
        return [1, 1];
    }

    protected override void Forward(Frame frame)
    {
        for (int row = 0; row < frame.BatchSize; row++)
        {
            float sum = 0, squares = 0;
            foreach (float x in frame.Input.Row(row))
                (sum, squares) = (sum + x, squares + x * x);
            frame.Outputs[0][row, 0] = sum / frame.Input.Shape[1];
            frame.Outputs[1][row, 0] = squares / frame.Input.Shape[1];
        }
    }

    protected override void Backward(Frame frame)
    {
        if (frame.InputGradient is not { } gradient)
            return;
        int n = frame.Input.Shape[1];
        for (int row = 0; row < frame.BatchSize; row++)
        {
            float ofMean = frame.OutputGradients[0]?[row, 0] ?? 0, ofSquares = frame.OutputGradients[1]?[row, 0] ?? 0;
            for (int i = 0; i < n; i++)
                gradient[row, i] = (ofMean + 2 * frame.Input[row, i] * ofSquares) / n;
        }
    }
}
