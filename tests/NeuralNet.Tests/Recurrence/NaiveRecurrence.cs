namespace NeuralNet.Tests;

/// <summary>Recurrent layers in double precision, element by element from the formulas, one sample at a time.</summary>
internal static class NaiveRecurrence
{
    /// <summary>Returns the outputs of all steps in the order of computation, and the final states.</summary>
    /// <param name="kind">SimpleRNN, LSTM or GRU.</param>
    /// <param name="resetAfter">Whether the reset gate of a GRU is applied after the product.</param>
    /// <param name="weights">The kernel, the recurrent kernel and, optionally, the bias.</param>
    /// <param name="x">The steps of a sample.</param>
    /// <param name="isData">For each step, false if it is padding; null if all are data.</param>
    /// <param name="states">The initial states.</param>
    /// <param name="goBackwards">Whether the steps are computed from the last on.</param>
    public static (double[][] Outputs, double[][] States) Run(
        string kind, bool resetAfter, Tensor[] weights, double[][] x, bool[]? isData, double[][] states, bool goBackwards)
    {
        var outputs = new double[x.Length][];
        for (int step = 0; step < x.Length; step++)
        {
            int time = goBackwards ? x.Length - 1 - step : step;
            if (isData is null || isData[time])
                states = Step(kind, resetAfter, weights, x[time], states);
            outputs[step] = states[0];
        }

        return (outputs, states);
    }

    private static double[][] Step(string kind, bool resetAfter, Tensor[] weights, double[] x, double[][] states)
    {
        Tensor kernel = weights[0], recurrent = weights[1];
        int units = recurrent.Shape[0];
        double[] h = states[0], next = new double[units], carry = new double[units];
        for (int u = 0; u < units; u++)
        {
            if (kind == "SimpleRNN")
            {
                next[u] = Math.Tanh(OfInput(0, u) + OfState(h, 0, u));
            }
            else if (kind == "LSTM")
            {
                double input = Sigmoid(OfInput(0, u) + OfState(h, 0, u)), forget = Sigmoid(OfInput(1, u) + OfState(h, 1, u));
                double candidate = Math.Tanh(OfInput(2, u) + OfState(h, 2, u)), output = Sigmoid(OfInput(3, u) + OfState(h, 3, u));
                carry[u] = forget * states[1][u] + input * candidate;
                next[u] = output * Math.Tanh(carry[u]);
            }
            else
            {
                double update = Sigmoid(OfInput(0, u) + OfState(h, 0, u));
                double ofState = resetAfter
                    ? Reset(u) * OfState(h, 2, u)
                    : OfState([.. h.Select((value, k) => value * Reset(k))], 2, u);
                next[u] = update * h[u] + (1 - update) * Math.Tanh(OfInput(2, u) + ofState);
            }
        }

        return kind == "LSTM" ? [next, carry] : [next];

        double Reset(int unit) => Sigmoid(OfInput(1, unit) + OfState(h, 1, unit));

        double OfInput(int gate, int unit) =>
            x.Select((value, k) => value * kernel[k, gate * units + unit]).Sum() + Bias(0, gate * units + unit);

        double OfState(double[] state, int gate, int unit) =>
            state.Select((value, k) => value * recurrent[k, gate * units + unit]).Sum() + Bias(1, gate * units + unit);

        double Bias(int row, int column) => weights.Length == 2 ? 0
            : weights[2].Rank == 2 ? weights[2][row, column]
            : row == 0 ? weights[2][column] : 0;
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));
}
