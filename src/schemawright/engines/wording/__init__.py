"""What a finding says."""
