namespace NeuralNet.Text;

/// <summary>Removes up to a number of characters at the beginning and at the end of each token.</summary>
internal sealed class StripDecoder(char content, int maxStart, int maxEnd) : Decoder
{
    public override List<string> Apply(List<string> tokens) => tokens.ConvertAll(Strip);

    private string Strip(string token)
    {
        int start = 0, end = token.Length;
        while (start < Math.Min(maxStart, token.Length) && token[start] == content)
            start++;
        while (token.Length - end < maxEnd && end > start && token[end - 1] == content)
            end--;
        return token[start..end];
    }
}
