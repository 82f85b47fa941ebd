namespace NeuralNet.Tests;

/// <summary>Tests that an attention mask (batch, 1, keys) is that of each query.</summary>
public class KeyMaskTests
{
    [Theory]
    [InlineData(5, 6, false)]
    [InlineData(5, 5, true)]
    [InlineData(1, 6, false)]
    [InlineData(150, 200, false)]
    public void IsTheMaskOfEachQuery(int queries, int keys, bool isCausal)
    {
        Tensor query = TestData.Normal([3, queries, 4], seed: 1), value = TestData.Normal([3, keys, 5], seed: 2);
        Tensor ofKeys = new([3, 1, keys]), ofPairs = new([3, queries, keys]);
        for (int row = 0; row < 3; row++)
        {
            for (int key = 0; key < keys; key++)
            {
                // One row sees the first keys, one every third, and one none in the second half.
                float isVisible = row switch { 0 => key < 2 ? 1 : 0, 1 => key % 3 == 0 ? 1 : 0, _ => key < keys / 2 ? 1 : 0 };
                ofKeys[row, 0, key] = isVisible;
                for (int t = 0; t < queries; t++)
                    ofPairs[row, t, key] = isVisible;
            }
        }

        var layer = new MultiHeadAttention(2, 3, useCausalMask: isCausal, useAttentionMask: true);
        Tensor expected = layer.Call([query, value, ofPairs], seed: 4)[0];
        Close.To(expected, layer.Call([query, value, ofKeys])[0], 1e-6, "one mask for all queries");
    }
}
